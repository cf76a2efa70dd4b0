import { expect, test } from 'vitest';

import { browse } from './browse.ts';

/** A key and when it is pressed, seconds after the call began. */
type Press = [key: string, at: number];

interface Timed {
  /** The grammar of the question. */
  type?: string;
  /** Properties beside timeout 5 s, interdigittimeout 3 s, termtimeout 2 s and termchar #. */
  properties?: Record<string, string>;
}

const usual = { timeout: '5s', interdigittimeout: '3s', termtimeout: '2s', termchar: '#' };

/** What a question comes to, and when, s. */
async function ask(presses: Press[], { type = 'digits?minlength=2;maxlength=4', properties }: Timed = {}) {
  const set = Object.entries({ ...usual, ...properties });
  const page = `${set.map(([name, value]) => `<property name="${name}" value="${value}"/>`).join('')}
    <form><field name="n" type="${type}"><filled><exit expr="n"/></filled></field>
    <catch event="noinput nomatch"><exit expr="_event"/></catch></form>`;
  const { end, took } = await browse(page, {
    inputs: ['noinput'],
    during: ({ clock, platform }) => {
      for (const [key, at] of presses) clock.at(clock.now() + at * 1000, () => platform.press(key));
    },
  });
  return [end.result['__exit'], took / 1000];
}

// VoiceXML 2.1 §6.3.3 and appendix D.2, a row each.
const exact = { type: 'digits?length=2' };
const noTermchar = { properties: { termchar: '' } };
test.each<[string, Press[], Timed, [string, number]]>([
  ['nothing: timeout', [], {}, ['noinput', 5]],
  ['too few keys: interdigittimeout from the last', [['1', 4]], {}, ['nomatch', 7]],
  [
    'enough keys, and more could follow: interdigittimeout',
    [
      ['1', 1],
      ['2', 3],
    ],
    {},
    ['12', 6],
  ],
  [
    'a key just in time begins the wait anew',
    [
      ['1', 1],
      ['2', 3.9],
      ['3', 6.8],
    ],
    {},
    ['123', 9.8],
  ],
  [
    'a key too late is another entry',
    [
      ['1', 1],
      ['2', 3],
      ['3', 6.1],
    ],
    {},
    ['12', 6],
  ],
  [
    'enough keys and the termchar: at once',
    [
      ['1', 1],
      ['2', 2],
      ['#', 3],
    ],
    {},
    ['12', 3],
  ],
  [
    'too few keys and the termchar: at once',
    [
      ['1', 1],
      ['#', 2],
    ],
    {},
    ['nomatch', 2],
  ],
  ['the termchar alone', [['#', 1]], {}, ['nomatch', 1]],
  [
    'the termchar first',
    [
      ['#', 1],
      ['1', 1.5],
      ['2', 2],
    ],
    {},
    ['nomatch', 1],
  ],
  [
    'all keys there can be: termtimeout',
    [
      ['1', 1],
      ['2', 2],
    ],
    exact,
    ['12', 4],
  ],
  [
    'all keys and the termchar within termtimeout: at once',
    [
      ['1', 1],
      ['2', 2],
      ['#', 3],
    ],
    exact,
    ['12', 3],
  ],
  [
    'all keys, no termtimeout',
    [
      ['1', 1],
      ['2', 2],
    ],
    { ...exact, properties: { termtimeout: '0s' } },
    ['12', 2],
  ],
  [
    'all keys, no termchar',
    [
      ['1', 1],
      ['2', 2],
    ],
    { ...exact, ...noTermchar },
    ['12', 2],
  ],
  [
    'enough keys, no termchar',
    [
      ['1', 1],
      ['2', 2],
    ],
    noTermchar,
    ['12', 5],
  ],
  [
    'no termchar: # is a wrong key',
    [
      ['1', 1],
      ['2', 2],
      ['#', 3],
    ],
    noTermchar,
    ['nomatch', 6],
  ],
  ['a wrong key: nomatch after interdigittimeout', [['*', 1]], {}, ['nomatch', 4]],
  [
    'keys after a wrong one belong to it',
    [
      ['*', 1],
      ['1', 2],
      ['2', 4],
    ],
    {},
    ['nomatch', 7],
  ],
  [
    'a wrong key and the termchar: at once',
    [
      ['1', 1],
      ['*', 2],
      ['#', 3],
    ],
    {},
    ['nomatch', 3],
  ],
  [
    'one key too many within termtimeout',
    [
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ],
    exact,
    ['nomatch', 6],
  ],
  [
    'another termchar',
    [
      ['1', 1],
      ['2', 2],
      ['*', 3],
    ],
    { properties: { termchar: '*' } },
    ['12', 3],
  ],
])('%s', async (_, presses, timed, [outcome, seconds]) => {
  expect(await ask(presses, timed)).toEqual([outcome, seconds]);
});

test('a last prompt without a timeout of its own leaves it to the property', async () => {
  const page = `<property name="timeout" value="4s"/><catch event="noinput"><exit/></catch>
    <form><field name="n" type="digits"><prompt timeout="9s">One</prompt><prompt>two?</prompt></field></form>`;
  expect((await browse(page, { inputs: ['noinput'] })).took).toBe(4000);
});
