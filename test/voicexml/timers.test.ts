import { expect, test } from 'vitest';

import { browse } from './browse.ts';

const page = (properties: Record<string, string>, prompt = '<prompt>Number?</prompt>'): string =>
  Object.entries(properties)
    .map(([name, value]) => `<property name="${name}" value="${value}"/>`)
    .join('') +
  `<form><field name="n" type="digits?minlength=3;maxlength=5">${prompt}
   <filled><exit namelist="n"/></filled></field>
   <catch event="noinput nomatch"><exit expr="{ event: _event }"/></catch></form>`;

test('silence ends with noinput after the timeout property, counted from the end of the prompt', async () => {
  const { end, took } = await browse(page({ timeout: '7s' }), { inputs: ['noinput'], segmentMs: 2000 });
  expect(end.result).toEqual({ event: 'noinput' });
  expect(took).toBe(9000);
});

test('the timeout of the last prompt comes before the property', async () => {
  const prompt = '<prompt timeout="9s">Number</prompt><prompt timeout="2500ms">please?</prompt>';
  const { took } = await browse(page({ timeout: '7s' }, prompt), { inputs: ['noinput'] });
  expect(took).toBe(2500);
});

test('a number that is long enough waits for one more key, then counts', async () => {
  const { end, took } = await browse(page({ interdigittimeout: '4s' }), { inputs: ['dtmf:123'] });
  expect(end.result).toEqual({ n: '123' });
  expect(took).toBe(4000);
});

test('a number that is too short waits for one more key, then does not match', async () => {
  const { end, took } = await browse(page({ interdigittimeout: '4s' }), { inputs: ['dtmf:12'] });
  expect(end.result).toEqual({ event: 'nomatch' });
  expect(took).toBe(4000);
});

test('the terminating key ends a number at once', async () => {
  const { end, took } = await browse(page({}), { inputs: ['dtmf:1234#'] });
  expect(end.result).toEqual({ n: '1234' });
  expect(took).toBe(0);
});

test('the terminating key after too few keys does not match', async () => {
  const { end } = await browse(page({}), { inputs: ['dtmf:12#'] });
  expect(end.result).toEqual({ event: 'nomatch' });
});

test('a number of full length ends at once', async () => {
  const { end, took } = await browse(page({}), { inputs: ['dtmf:12345'] });
  expect(end.result).toEqual({ n: '12345' });
  expect(took).toBe(0);
});

test('with a termtimeout a number of full length waits for the terminating key', async () => {
  const { end, took } = await browse(page({ termtimeout: '2s' }), { inputs: ['dtmf:12345'] });
  expect(end.result).toEqual({ n: '12345' });
  expect(took).toBe(2000);
});

test('a terminating key typed behind a number of full length is not left for the next question', async () => {
  const two = `<form><field name="a" type="digits?length=2"/><field name="b" type="digits?length=1"/>
    <filled><exit namelist="a b"/></filled></form>`;
  expect((await browse(two, { inputs: ['dtmf:12#3'] })).end.result).toEqual({ a: '12', b: '3' });
});

test('another terminating key can be chosen; the usual one is then a wrong key', async () => {
  expect((await browse(page({ termchar: '*' }), { inputs: ['dtmf:123*'] })).end.result).toEqual({ n: '123' });
  expect((await browse(page({ termchar: '*' }), { inputs: ['dtmf:123#'] })).end.result).toEqual({
    event: 'nomatch',
  });
});

test('a grammar that wants the terminating key as data gets it', async () => {
  const grammar = '<grammar mode="dtmf" root="r"><rule id="r">1 # 2</rule></grammar>';
  const { end } = await browse(
    `<form><field name="a">${grammar}<filled><exit namelist="a"/></filled></field></form>`,
    {
      inputs: ['dtmf:1#2'],
    },
  );
  expect(end.result).toEqual({ a: '1#2' });
});
