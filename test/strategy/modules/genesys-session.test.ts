import { afterEach, expect, it } from 'vitest';

import { recordingOf } from '../../../src/app/recording.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { formatProblem } from '../../../src/core/problem.ts';
import { uuidOf } from '../../../src/core/ids.ts';
import { createChartRunner } from '../../../src/scxml/chart-runner.ts';
import { strategyProblems } from '../../../src/strategy/lint.ts';
import { replay } from '../../../src/strategy/replay.ts';
import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategy } from '../../support/strategy-world.ts';
import { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

/** What a strategy of a project logs that says this of a call. */
async function said(expr: string, lists?: string): Promise<string[]> {
  const document = strategy(onCall(`<log expr="${expr}"/>`, 'error'));
  world = await World.create({
    documents: {
      'dialogs/shop/main.scxml': document,
      ...(lists === undefined ? {} : { 'dialogs/shop/lists.json': lists }),
    },
  });
  world.configuration.routingPoints.push({
    number: '8100',
    service: 'classic',
    strategy: 'shop/main',
    language: null,
  });
  const call = world.ring(CUSTOMER, [], '8100');
  await world.clock.advance(5_000);
  return logsOfCall(world, call);
}

const lists = JSON.stringify({ Routes: { default: { target: '1001', timeout: '30' } } });
const s = '_genesys.session';

it.each([
  ['the date in a zone', `${s}.dateInZone('Pacific/Pago_Pago')`, '2026-01-04'],
  ['the time in a zone', `${s}.timeInZone('Asia/Kolkata').slice(0, 5)`, '14:30'],
  ['the day in a zone, from Sunday on', `${s}.dayInZone('Pacific/Pago_Pago')`, '0'],
  ['a key of an item of a list', `${s}.getListItemValue('Routes', 'default', 'target')`, '1001'],
  ['an item of a list', `${s}.getListItemValue('Routes', 'default').timeout`, '30'],
  ['what no list has', `'(' + ${s}.getListItemValue('Routes', 'other', 'target') + ')'`, '()'],
  [
    'an option of the service',
    `${s}.getConfigOption(ixnid, '_max_dial_attempts', ${s}.lookupseq.StartFromStrategy)`,
    '3',
  ],
  ['an option that there is none', `'(' + ${s}.getConfigOption(ixnid, 'nothing') + ')'`, '()'],
  [
    'server and tenant',
    `${s}.server.name + ' ' + ${s}.tenant + ' ' + ${s}.tenantid`,
    'ringback Environment 1',
  ],
  ['which call is the first', `_genesys.ixn.firstixnid == ixnid`, 'true'],
  ['an expression with a label before it', `answer: 40 + 2`, '42'],
  [
    'a pair of the call',
    `_genesys.ixn.setuData({ a: 'x' }, ixnid), '(' + _genesys.ixn.getuData('b', ixnid) + ')'`,
    '()',
  ],
  [
    'the names of routes and media',
    `_genesys.ixn.mediaType.TMediaVoice + ' ' + _genesys.voice.overwriteType.UseANI`,
    'TMediaVoice UseANI',
  ],
])('a script is told %s', async (_, expr, told) => {
  expect((await said(expr, lists))[0]).toContain(told);
});

it.each([
  [`${s}.dateInZone('Mars/Base')`, 'there is no time zone'],
  [`${s}.isSpecialDay('Holidays', 'Easter')`, 'there are no statistical tables here'],
])('%s throws in words', async (expr, why) => {
  await said(expr);
  const journal = await world.store.sessions.journal((await world.store.sessions.running())[0]?.id ?? '');
  expect(JSON.stringify(journal)).toContain(why);
});

it.each([
  [undefined, 'there is no lists.json'],
  ['{', 'lists.json is no JSON'],
])('a list cannot be asked of the file %j', async (file, why) => {
  await said(`${s}.getListItemValue('Routes', 'default', 'target')`, file);
  const journal = await world.store.sessions.journal((await world.store.sessions.running())[0]?.id ?? '');
  expect(JSON.stringify(journal)).toContain(why);
});

it('a pair that a call has is read by its name, and what was read is replayed', async () => {
  const expr = `_genesys.ixn.getuData('a', ixnid) + ' ' + _genesys.session.timeInZone('UTC')`;
  const document = strategy(
    onCall(`<script>_genesys.ixn.setuData({ a: 'x' }, ixnid);</script>`, 'error').replace(
      '<transition event="error">',
      `<transition event="interaction.udata.changed"><log expr="${expr}"/></transition><transition event="error">`,
    ),
  );
  world = await World.create({ documents: { 'dialogs/classic.scxml': document } });
  const call = world.ring(CUSTOMER);
  await world.clock.advance(5_000);
  expect(await logsOfCall(world, call)).toEqual([expect.stringMatching(/^x \d\d:\d\d:\d\d$/)]);
  const runner = await createChartRunner({ threads: 0, clock: systemClock });
  const recording = await recordingOf(world.store, uuidOf('session', call.id));
  for await (const { difference } of replay(recording, runner)) expect(difference).toBeNull();
  await runner.close();
});

it('the check names what nothing here is behind, where it stands', async () => {
  world = await World.create();
  const text = strategy(
    `<script>
      // _genesys.queue.nothing is only talked about
      var a = _genesys.session.getListItemValu('x', 'y');
    </script><state><onentry><log expr="_genesys.queue.excludeAgents('1')"/><log expr="_genesys.ixn.interactions[0].udata.x"/></onentry></state>`,
  );
  expect(strategyProblems('a.scxml', text).map(formatProblem)).toEqual([
    expect.stringContaining(
      'a.scxml:3:15: name-foreign there is no _genesys.session.getListItemValu here (did',
    ),
    expect.stringContaining('a.scxml:4:41: name-foreign there is no _genesys.queue.excludeAgents here'),
  ]);
});
