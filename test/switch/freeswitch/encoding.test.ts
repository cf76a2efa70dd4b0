import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  apiCommand,
  channelId,
  command,
  dialString,
  EncodingError,
  executeCommand,
  hangupCause,
  legToDial,
  originateCommand,
  playable,
  playableFile,
  playlist,
  recordable,
  setVariablesCommand,
} from '../../../src/switch/freeswitch/encoding.ts';
import {
  parseOriginateLine,
  parsePlayback,
  parseSpeech,
  parseVariableList,
} from '../../support/freeswitch-parser.ts';

/** Text with everything in it that could mean something to a switch. */
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...Array.from(`,;={}[]<>()'"\\$!|^@%&: \n\r\t\0`),
      '${',
      '$${',
      '^^',
      '@@',
      '\\,',
      "\\'",
      '\u2028',
      '٣',
      'ß',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
  ),
  maxLength: 40,
});
const voices = { speech: 'flite|slt', music: 'local_stream://{name}' };
const templates = {
  dialNumber: 'sofia/gateway/trunk/{number}',
  dialPhone: '{phone}',
  dialUri: 'sofia/external/{uri}',
};

describe('originate', () => {
  const originate = (variables: Record<string, string>) => {
    const encoded = originateCommand('job-1', {
      variables: { origination_uuid: 'u-1', ...variables, last: 'end' },
      dialString: dialString({ kind: 'number', number: '+15550100' }, templates),
      enter: 'ringback XML ringback',
    });
    expect(encoded).toMatch(/^bgapi originate [^\n]*\nJob-UUID: job-1\n\n$/);
    return parseOriginateLine(/^bgapi originate (.*)$/m.exec(encoded)?.[1] ?? '');
  };

  it('keeps every variable to itself, whatever its name and value', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty), { maxLength: 5 }), (pairs) => {
        const given = Object.fromEntries(
          pairs.filter(([name]) => !/^(origination_uuid|last|__proto__)$/.test(name)),
        );
        const { variables, dialString: dialled, rest } = originate(given);
        expect(dialled).toBe('sofia/gateway/trunk/+15550100');
        expect(rest).toEqual(['ringback', 'XML', 'ringback']);
        expect(variables).toHaveLength(Object.keys(given).length + 2);
        expect(variables[0]).toEqual(['origination_uuid', 'u-1']);
        expect(variables.at(-1)).toEqual(['last', 'end']);
        for (const [name, value] of variables) {
          expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
          expect(value).not.toMatch(/\$\\*\{|[\p{Cc}]/u);
        }
      }),
    );
  });

  it('keeps ordinary names as they are', () => {
    const { variables } = originate({ name: 'Zoë Smith, Jr. = 100%', quote: "O'Brien {x} a\\b" });
    expect(variables.slice(1, -1)).toEqual([
      ['name', 'Zoë Smith, Jr. = 100%'],
      ['quote', 'O\u2019Brien (x) a/b'],
    ]);
  });
});

describe('numbers and phones', () => {
  it.each(['+15550100', '00441632960001', '7'])('dials %s', (number) => {
    expect(dialString({ kind: 'number', number }, templates)).toBe(`sofia/gateway/trunk/${number}`);
  });

  it.each([
    '',
    '+',
    '١٢٣',
    '１２３',
    '12 34',
    '1,sofia/x',
    '1|2',
    '1}',
    "1'",
    '1\n2',
    '9'.repeat(21),
    '+1+2',
  ])('refuses "%s" for a number', (number) => {
    expect(() => dialString({ kind: 'number', number }, templates)).toThrow(EncodingError);
  });

  it.each(['user/1001', 'sofia/internal/1001@10.0.0.1:5060'])('dials phone %s', (phone) => {
    expect(dialString({ kind: 'phone', phone }, templates)).toBe(phone);
  });

  it.each(['', 'user/1,user/2', 'user/1|user/2', '{a=b}user/1', '[a=b]user/1', 'a b', '${x}', "u'1"])(
    'refuses "%s" for a phone',
    (phone) => {
      expect(() => dialString({ kind: 'phone', phone }, templates)).toThrow(EncodingError);
    },
  );
});

describe('variables of a call', () => {
  it('keep every value to itself, and arrive as they were but for line ends and expansions', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), (values) => {
        const given = Object.fromEntries(values.map((value, index) => [`_CB_${index}`, value]));
        const encoded = setVariablesCommand('u-1', given);
        const [, list = ''] = /^api uuid_setvar_multi u-1 ([^\n]*)\n\n$/.exec(encoded) ?? [];
        const expected = values.map((value) =>
          value.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replace(/\$(\\*)\{/g, '$($1'),
        );
        const trimmed = (text: string): string => text.trim();
        expect(parseVariableList(list).map(([, value]) => trimmed(value))).toEqual(expected.map(trimmed));
        expect(parseVariableList(list).map(([name]) => name)).toEqual(Object.keys(given));
      }),
    );
  });
});

describe('playbacks', () => {
  it('speak any text as one part that expands nothing and sets nothing', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (texts) => {
        const parts = texts.map((text) => playable({ kind: 'text', text, locale: 'en-US' }, voices) ?? '');
        const argument = playlist(parts);
        expect(argument).not.toMatch(/[\p{Cc}\\'"{}]|@@|\$\{/u);
        expect(parsePlayback(argument)).toHaveLength(texts.length);
        for (const part of parsePlayback(argument).filter((each) => each.startsWith('tts:'))) {
          const [engine, voice, text, ...more] = parseSpeech(part);
          expect([engine, voice, more]).toEqual(['flite', 'slt', []]);
          expect(text).not.toBe('');
        }
      }),
    );
  });

  it('says what was meant', () => {
    const text = "Don't hang up! It's $5 | 20%";
    expect(playable({ kind: 'text', text, locale: 'en-US' }, voices)).toBe(
      'tts://flite|slt|Don\u2019t hang up. It\u2019s $5 20%',
    );
  });

  it('joins parts, and leaves a single one alone', () => {
    const segments = [
      { kind: 'file', path: '/prompts/en-US/hello.wav' },
      { kind: 'silence', ms: 250.4 },
      { kind: 'music', name: 'classic' },
    ] as const;
    const parts = segments.map((segment) => playable(segment, voices) ?? '');
    expect(playlist(parts)).toBe(
      'file_string:///prompts/en-US/hello.wav!silence_stream://250!local_stream://classic',
    );
    expect(playlist(['silence_stream://250'])).toBe('silence_stream://250');
  });

  it.each([
    '',
    'a!b.wav',
    "it's.wav",
    'a|b',
    '${sounds}/x.wav',
    '{loops=9}x.wav',
    'a\nb',
    '^^:a',
    'a@@b',
    'a\\b',
  ])('does not play the path "%s"', (path) => {
    expect(playable({ kind: 'file', path }, voices)).toBeNull();
  });

  it.each([0, -5, Number.NaN])('takes silence of %s ms for the shortest there is', (ms) => {
    expect(playable({ kind: 'silence', ms }, voices)).toBe('silence_stream://1');
  });
});

describe('files', () => {
  it('keep to themselves, or are not written', () => {
    fc.assert(
      fc.property(nasty, (path) => {
        for (const write of [recordable, playableFile]) {
          let written: string;
          try {
            written = write(path);
          } catch (error) {
            expect(error).toBeInstanceOf(EncodingError);
            continue;
          }
          expect(written).toBe(path);
          expect(parsePlayback(playlist([written]))).toEqual([path]);
          if (write === recordable) expect(path).not.toMatch(/\s/);
        }
      }),
    );
  });
});

describe('headers of a new leg', () => {
  it('hold what was meant and no other header, whatever it is', () => {
    fc.assert(
      fc.property(nasty, nasty, (name, value) => {
        const variables = { [`sip_h_X-${name}`]: value, ringback_leg: 'u-1' };
        const encoded = legToDial(variables, 'sofia/gateway/trunk/1');
        expect(encoded).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        const found = parseOriginateLine(`${encoded} park XML default`).variables;
        expect(found.map(([key]) => key.slice(0, 8))).toEqual(['sip_h_X-', 'ringback']);
        expect(found[0]?.[0]).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });
});

describe('commands', () => {
  it('are one line and headers, whatever is put into them', () => {
    fc.assert(
      fc.property(nasty, nasty, (line, value) => {
        expect(command(`api ${line}`, { Name: value }).split('\n')).toHaveLength(4);
      }),
    );
  });

  it('carry an argument as a body of as many bytes as they say, on one line, whatever is put into it', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const bytes = Buffer.from(executeCommand('playback', value, 'e-1'));
        const end = bytes.indexOf('\n\n');
        const lines = bytes.toString('utf8', 0, end).split('\n');
        const body = bytes.subarray(end + 2);
        const length = [`content-type: text/plain`, `content-length: ${body.length}`];
        expect(lines).toEqual([
          ...['sendmsg', 'call-command: execute', 'execute-app-name: playback', 'Event-UUID: e-1'],
          ...['event-lock: true', ...(value === '' ? [] : length)],
        ]);
        expect(body.toString('utf8')).not.toMatch(/\p{Cc}/u);
        expect(body.toString('utf8').isWellFormed()).toBe(true);
      }),
    );
  });

  it('take ids and causes for words, and nothing else', () => {
    expect(apiCommand('uuid_kill', channelId('0a-1B'), hangupCause('USER_BUSY'))).toBe(
      'api uuid_kill 0a-1B USER_BUSY\n\n',
    );
    for (const id of ['', 'a b', 'a\nb', '-x', '${x}', 'a'.repeat(65)])
      expect(() => channelId(id)).toThrow(EncodingError);
    expect(hangupCause('user_busy; all')).toBe('NORMAL_CLEARING');
  });
});

describe('music', () => {
  const played = (name: string): string | null => playable({ kind: 'music', name }, voices);

  it('is a stream of the switch by its name, a file or an address as it is, or several one after the other', () => {
    expect(played('classic')).toBe('local_stream://classic');
    expect(played('/music/one.wav')).toBe('/music/one.wav');
    expect(played('shout://radio.example/live')).toBe('shout://radio.example/live');
    expect(played('/music/one.wav,classic')).toBe('file_string:///music/one.wav!local_stream://classic');
    expect(played('/music/one.wav,a!b')).toBeNull();
  });

  it('goes on after what is said before it', () => {
    const list = played('/one.wav,/two.wav') ?? '';
    expect(playlist(['/hello.wav', list])).toBe('file_string:///hello.wav!/one.wav!/two.wav');
  });
});
