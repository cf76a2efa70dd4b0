import { expect, test } from 'vitest';

import { browse, keys, vxml, type Browsed } from './browse.ts';

const arrived = vxml('<form><block><exit expr="{ arrived: true }"/></block></form>');

interface Waiting {
  /** How long the page takes, ms. */
  page: number;
  /** How long the music is, ms. */
  music?: number;
  attributes?: string;
  properties?: string;
  queued?: string;
}

function waitFor(waiting: Waiting): Promise<Browsed> {
  const { page, music = 60_000, properties = '', queued = '' } = waiting;
  const attributes = waiting.attributes ?? 'fetchaudio="music.wav"';
  return browse(`${properties}<form><block>${queued}<goto next="slow.vxml" ${attributes}/></block></form>`, {
    files: { 'slow.vxml': arrived, 'music.wav': 'RIFF' },
    delays: { 'slow.vxml': page },
    segmentMs: music,
  });
}

const quick = `<property name="fetchaudiodelay" value="500ms"/><property name="fetchaudiominimum" value="1s"/>`;
test.each<[string, Waiting, { plays: boolean; seconds: number }]>([
  ['a page that comes soon is not waited for with music', { page: 1900 }, { plays: false, seconds: 1.9 }],
  ['once music has begun it is heard for a while', { page: 2500 }, { plays: true, seconds: 7 }],
  ['then the page ends it', { page: 9000 }, { plays: true, seconds: 9 }],
  [
    'music that ends by itself is no reason to wait',
    { page: 4000, music: 1000 },
    { plays: true, seconds: 4 },
  ],
  ['both times can be set', { page: 600, properties: quick }, { plays: true, seconds: 1.5 }],
  [
    'the property stands for the attribute',
    { page: 9000, attributes: '', properties: '<property name="fetchaudio" value="music.wav"/>' },
    { plays: true, seconds: 9 },
  ],
  [
    'music that cannot be had is left out',
    { page: 9000, attributes: 'fetchaudio="none.wav"' },
    { plays: false, seconds: 9 },
  ],
])('%s', async (_, waiting, { plays, seconds }) => {
  const { end, platform, took } = await waitFor(waiting);
  expect(end.result).toEqual({ arrived: true });
  expect(platform.files).toEqual(plays ? ['http://pages.example/music.wav'] : []);
  expect(took).toBe(seconds * 1000);
});

test('what is queued is heard before the music', async () => {
  const { platform, took } = await waitFor({ page: 9000, music: 3000, queued: 'One moment.' });
  expect(platform.heard.map(({ kind }) => kind)).toEqual(['text', 'file']);
  expect(took).toBe(12_000);
});

/** A call in which a page takes 5 s, and the caller hangs up after 2 s. */
function leavesWhile(asking: string, files: Record<string, string>): Promise<Browsed> {
  return browse(asking, {
    files,
    delays: { 'slow.vxml': 5000 },
    during: ({ clock, platform }) => void clock.at(clock.now() + 2000, () => platform.hangUp()),
  });
}

test('a caller who leaves while a page loads: the page that comes is told, and says nothing', async () => {
  const slow = vxml(`<catch event="connection.disconnect"><submit next="last.vxml" method="post"/></catch>
    <form><block>Hello.</block><field name="a">${keys('1')}</field></form>`);
  const { end, said, requests, took } = await leavesWhile(
    '<form><block><goto next="slow.vxml"/></block></form>',
    { 'slow.vxml': slow, 'last.vxml': arrived },
  );
  expect(requests.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`)).toEqual([
    'GET start.vxml',
    'GET slow.vxml',
    'POST last.vxml',
  ]);
  expect(end).toEqual({ how: 'hangup', result: { arrived: true }, error: null });
  expect([said, took]).toEqual([[], 5000]);
});

test('a caller who leaves while a page loads that never comes: the page that asked is told of both', async () => {
  const asking = `<var name="seen" expr="''"/><catch event="error connection"><assign name="seen" expr="seen + _event + ' '"/>
      <if cond="_event == 'connection.disconnect.hangup'"><exit expr="seen"/></if></catch>
    <form><block><goto next="slow.vxml"/></block><field name="a">${keys('1')}</field></form>`;
  const { end } = await leavesWhile(asking, {});
  expect(end).toEqual({
    how: 'hangup',
    result: { __exit: 'error.badfetch.http.404 connection.disconnect.hangup ' },
    error: null,
  });
});

test('after a hang-up a page may submit once more; the page that comes can do anything but wait', async () => {
  const page = (next: string): string =>
    `<catch event="connection.disconnect"><submit next="${next}"/></catch><form><field name="a">${keys('1')}</field></form>`;
  const computes = vxml(`<form><var name="n" expr="1"/><block><assign name="n" expr="n + 1"/></block>
    <field name="z">${keys('1')}</field><block>never<exit namelist="n"/></block></form>`);
  const files = { 'last.vxml': computes };
  const { end, platform } = await browse(page('last.vxml'), { inputs: ['hangup'], files });
  expect([end, platform.listens]).toEqual([{ how: 'hangup', result: {}, error: null }, 1]);
  const missing = await browse(page('missing.vxml'), { inputs: ['hangup'] });
  expect(missing.end).toMatchObject({
    how: 'error',
    error: expect.stringMatching(/^error\.badfetch\.http\.404/),
  });
});

test('a page waits for another one no longer than a minute, whatever it asks for', async () => {
  const page = `<catch event="error.badfetch"><exit expr="{ why: _event }"/></catch>
    <form><block><goto next="slow.vxml" fetchtimeout="999999s"/></block></form>`;
  const { end, took } = await browse(page, { files: { 'slow.vxml': null } });
  expect(end).toMatchObject({ how: 'exit', result: { why: 'error.badfetch' } });
  expect(took).toBe(60_000);
});
