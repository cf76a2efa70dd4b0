import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';

const three = `<form>
  <field name="a"><prompt>First?</prompt>${keys('1', '2')}</field>
  <field name="b"><prompt>Second?</prompt>${keys('1', '2')}</field>
  <field name="c"><prompt>Third?</prompt>${keys('1', '2')}</field>
  <block><exit namelist="a b c"/></block></form>`;

test('keys typed ahead answer the questions to come, whose prompts are not said', async () => {
  const { said, end } = await browse(three, { inputs: ['dtmf:121'] });
  expect(end.result).toEqual({ a: '1', b: '2', c: '1' });
  expect(said).toEqual(['First?']);
});

test('keys typed ahead reach over to the next document', async () => {
  const next = vxml(
    `<form><field name="b"><prompt>Second?</prompt>${keys('5')}<filled><exit namelist="b"/></filled></field></form>`,
  );
  const { end, said } = await browse(
    `<form><field name="a"><prompt>First?</prompt>${keys('1')}<filled><submit next="next.vxml"/></filled></field></form>`,
    { inputs: ['dtmf:15'], files: { 'next.vxml': next } },
  );
  expect(end.result).toEqual({ b: '5' });
  expect(said).toEqual(['First?']);
});

test('a slip drops what was typed after it', async () => {
  const { said, end } = await browse(three, { inputs: ['dtmf:92', 'dtmf:1', 'dtmf:1', 'dtmf:2'] });
  expect(said).toEqual(['First?', 'First?', 'Second?', 'Third?']);
  expect(end.result).toEqual({ a: '1', b: '1', c: '2' });
});

test('a key ends the prompt that is playing', async () => {
  const { said, took } = await browse(
    `<form><field name="a"><prompt>One.<break time="1s"/>Two.<break time="1s"/>Three.</prompt>${keys('1')}
     <filled><exit/></filled></field></form>`,
    { inputs: ['dtmf:1@prompt:Two'], segmentMs: 1000 },
  );
  expect(said).toEqual(['One.', 'Two.']);
  expect(took).toBe(2000);
});

test('a prompt with bargein="false" is heard whole, and the keys in it are dropped', async () => {
  const { said, end } = await browse(
    `<form><field name="a"><prompt bargein="false">Legal text.</prompt><prompt>Agree?</prompt>${keys('1', '2')}
     <filled><exit namelist="a"/></filled></field></form>`,
    { inputs: ['dtmf:1@prompt:Legal', 'dtmf:2'], segmentMs: 500 },
  );
  expect(said).toEqual(['Legal text.', 'Agree?']);
  expect(end.result).toEqual({ a: '2' });
});

test('keys typed before a prompt with bargein="false" do not count as an answer to it', async () => {
  const { said, end } = await browse(
    `<property name="bargein" value="false"/>${three.replace('<prompt>First?', '<prompt bargein="true">First?')}`,
    { inputs: ['dtmf:12', 'dtmf:2', 'dtmf:1'] },
  );
  expect(said).toEqual(['First?', 'Second?', 'Third?']);
  expect(end.result).toEqual({ a: '1', b: '2', c: '1' });
});
