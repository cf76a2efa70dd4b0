import { expect, test } from 'vitest';

import { browse, keys } from './browse.ts';

const shadow = `'' + r$.duration + ' ' + r$.size + ' ' + r$.termchar + ' ' + r$.maxtime`;
const record = (attributes = '', inside = ''): string =>
  `<noinput>nothing<exit/></noinput><form><record name="r" ${attributes}>${inside}
     <filled><value expr="${shadow}"/> <audio expr="r"/><exit/></filled></record></form>`;

test('a recording can be played and measured', async () => {
  const { said, platform } = await browse(record('beep="true" maxtime="20s" finalsilence="2s"'), {
    inputs: ['record:2000ms'],
  });
  expect(said).toEqual(['2000 32000 undefined false']);
  expect(platform.files).toEqual(['recording:1']);
  expect(platform.recordings).toMatchObject([{ beep: true, maxTimeMs: 20_000, finalSilenceMs: 2000 }]);
});

test('it ends at its longest', async () => {
  const { said } = await browse(record('maxtime="3s"'), { inputs: ['record:9000ms'] });
  expect(said).toEqual(['3000 48000 undefined true']);
});

test('any key ends it, unless only those of a grammar may', async () => {
  const inputs = ['record:2000ms', 'dtmf:5'];
  expect((await browse(record(), { inputs })).said).toEqual(['2000 32000 5 false']);
  const strict = record('dtmfterm="false"', keys('1'));
  expect((await browse(strict, { inputs })).said).toEqual(['2000 32000 undefined false']);
  expect((await browse(strict, { inputs: ['record:2000ms', 'dtmf:1'] })).said).toEqual([
    '2000 32000 1 false',
  ]);
});

test('silence is noinput', async () => {
  expect((await browse(record(), { inputs: ['record:0ms'] })).said).toEqual(['nothing']);
});

test('what a caller said before hanging up can be sent', async () => {
  const page = `<catch event="connection.disconnect"><submit next="kept" method="post" enctype="multipart/form-data"
    namelist="r"/></catch><form><record name="r"/></form>`;
  const { requests } = await browse(page, { inputs: ['record:2000ms', 'hangup'] });
  expect(requests.at(-1)?.parts?.map(({ name }) => name)).toEqual(['r']);
});

test('what the page leaves open is as documented: no tone, a minute, four seconds of silence', async () => {
  const { platform } = await browse(record(), { inputs: ['record:2000ms'] });
  expect(platform.recordings).toMatchObject([
    { beep: false, maxTimeMs: 60_000, finalSilenceMs: 4000, timeoutMs: 5000 },
  ]);
});
