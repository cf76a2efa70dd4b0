import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';

const goodbye = vxml(
  `<catch event="connection.disconnect"><submit next="again.vxml"/></catch>
   <form><block>Nobody hears this.</block><field name="z"><prompt>Still there?</prompt></field></form>`,
);

test('a page is told once that the caller left, can submit what it knows, and ends at the next wait', async () => {
  const page = `<catch event="connection.disconnect"><submit next="left.vxml" method="post" namelist="a"/></catch>
    <form><field name="a">${keys('1')}</field><field name="b">${keys('2')}</field></form>`;
  const { requests, end, platform } = await browse(page, {
    inputs: ['dtmf:1', 'hangup'],
    files: { 'left.vxml': goodbye },
  });
  expect(requests.slice(1)).toEqual([
    { method: 'POST', url: 'http://pages.example/left.vxml', form: [['a', '1']] },
  ]);
  expect(end).toEqual({ how: 'hangup', result: {}, error: null });
  expect(platform.listens).toBe(2);
});

test('without a handler the session ends as hung up', async () => {
  const { end } = await browse(`<form><field name="a">${keys('1')}</field></form>`, { inputs: ['hangup'] });
  expect(end).toEqual({ how: 'hangup', result: {}, error: null });
});

test('a handler of the hang-up can hand over a result', async () => {
  const page = `<catch event="connection.disconnect.hangup"><exit expr="{ step: 'asked' }"/></catch>
    <form><field name="a">${keys('1')}</field></form>`;
  expect((await browse(page, { inputs: ['hangup'] })).end).toEqual({
    how: 'hangup',
    result: { step: 'asked' },
    error: null,
  });
});

test('a caller who leaves while a prompt plays is noticed at once', async () => {
  const { end, took } = await browse(
    `<form><field name="a"><prompt>Long.</prompt>${keys('1')}</field></form>`,
    {
      segmentMs: 60_000,
      during: ({ clock, platform }) => void clock.at(clock.now() + 5000, () => platform.hangUp()),
    },
  );
  expect(end.how).toBe('hangup');
  expect(took).toBe(5000);
});

test('a caller who leaves while a page is fetched is noticed when it comes', async () => {
  const page = `<catch event="connection.disconnect"><exit expr="{ left: true }"/></catch>
    <form><block>Hello</block></form>`;
  const { end, said } = await browse(page, { during: ({ platform }) => platform.hangUp() });
  expect(end).toEqual({ how: 'hangup', result: { left: true }, error: null });
  expect(said).toEqual([]);
});

test('disconnect says what is queued, hangs up, and lets the page clean up', async () => {
  const page = `<catch event="connection.disconnect.hangup"><exit expr="{ cleaned: true }"/></catch>
    <form><var name="why" expr="'done'"/><block>Bye.<disconnect namelist="why"/>never</block></form>`;
  const { said, end, platform } = await browse(page);
  expect(said).toEqual(['Bye.']);
  expect(platform.ended).toBe(true);
  expect(end).toEqual({ how: 'disconnect', result: { why: 'done', cleaned: true }, error: null });
});

test('a caller who leaves during the last prompt does not undo the exit', async () => {
  const { end } = await browse('<form><block>Goodbye.<exit expr="{ end: \'queue\' }"/></block></form>', {
    segmentMs: 10_000,
    during: ({ clock, platform }) => void clock.at(clock.now() + 1000, () => platform.hangUp()),
  });
  expect(end).toEqual({ how: 'exit', result: { end: 'queue' }, error: null });
});

test('a stopped run ends without another word, prompt or request', async () => {
  const page = `<catch event="connection.disconnect error"><submit next="left.vxml"/></catch>
    <form><field name="a"><prompt>One.</prompt><prompt bargein="false">Two.</prompt>${keys('1')}</field></form>`;
  const { said, end, requests } = await browse(page, {
    segmentMs: 1000,
    during: ({ clock, run }) => void clock.at(clock.now() + 500, () => run.stop()),
  });
  expect(said).toEqual(['One.']);
  expect(requests).toHaveLength(1);
  expect(end).toEqual({ how: 'exit', result: {}, error: null });
});

test('a run can be stopped while it waits for a page', async () => {
  const { end, took } = await browse('<form><block><goto next="slow.vxml"/></block></form>', {
    files: { 'slow.vxml': null },
    during: ({ clock, run }) => void clock.at(clock.now() + 500, () => run.stop()),
  });
  expect(end.how).toBe('exit');
  expect(took).toBe(500);
});

test('a page that catches everything and begins again is ended two minutes after the caller has left', async () => {
  const page = '<catch/><form><subdialog src="never"/></form>';
  const { end, took } = await browse(page, {
    files: { never: null },
    during: ({ clock, platform }) => void clock.at(clock.now() + 60_000, () => platform.hangUp()),
  });
  expect(end).toMatchObject({ how: 'error', error: 'more than 120 s without the caller' });
  expect(took).toBeLessThanOrEqual(200_000);
});

test('a page that catches everything and does not wait is ended after a hundred steps', async () => {
  const { end } = await browse(
    '<catch><goto next="#f"/></catch><form id="f"><block><throw event="again"/></block></form>',
    {
      during: ({ platform }) => platform.hangUp(),
    },
  );
  expect(end).toMatchObject({ how: 'error', error: 'more than 100 steps without input from the caller' });
});

test.each([
  ['a recording', '<record name="a"/>'],
  ['a transfer', '<transfer name="a" dest="tel:1"/>'],
  ['a hang-up of its own', '<block><disconnect/></block>'],
])('once a page was told that the caller left, %s ends the session', async (_, item) => {
  const page = `<catch event="connection.disconnect"><log>told</log><goto next="#f"/></catch><form id="f">${item}</form>`;
  const { log, took } = await browse(page, { during: ({ platform }) => platform.hangUp() });
  expect(log.filter((line) => line.includes('told'))).toHaveLength(1);
  expect(took).toBe(0);
});
