import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';
import { phoneModule } from './a-module.ts';

const scripted = (script: string): string =>
  w3c(
    `<state id="s"><transition event="go"><script>${script}</script><log expr="'after'"/></transition></state>`,
  );
const after = async (script: string): Promise<ChartSession> =>
  (await ChartSession.started(scripted(script), { registry: phoneModule })).send('go');

test('a function queues an action with its arguments and gives nothing back', async () => {
  const session = await after(`result = _genesys.ixn.setuData({ a: 1 }, 'c1', undefined);`);
  expect(session.actions).toMatchObject([
    { kind: 'ixn.setudata', attributes: { args: [{ a: 1 }, 'c1', null] } },
  ]);
  expect(session.data).toEqual({});
});

test('actions of functions and of elements come in the order they were reached', async () => {
  const session = await after(`_genesys.ixn.setuData(1); _genesys.ixn.setuData(2);`);
  expect(session.actions.map(({ index, attributes }) => [index, attributes['args']])).toEqual([
    [0, [1]],
    [1, [2]],
  ]);
});

test('constants are there, however deep', async () => {
  const session = await after(
    'a = _genesys.queue.rType.RouteTypeReject; b = _genesys.queue.rType.RouteTypeDefault.id;',
  );
  expect(session.data).toEqual({ a: 14, b: 1 });
});

test('no session can change them for the next', async () => {
  const text = scripted(`_genesys.queue.rType.RouteTypeReject = 1; _genesys.ixn.setuData = 1;
    _genesys.queue.rType.RouteTypeDefault.id = 2; _genesys.mine = 1; _genesys.ixn.setuData.mine = 1;
    a = _genesys.queue.rType.RouteTypeReject + typeof _genesys.ixn.setuData + _genesys.queue.rType.RouteTypeDefault.id +
      typeof _genesys.mine + typeof _genesys.ixn.setuData.mine;`);
  const session = (await ChartSession.started(text, { registry: phoneModule })).send('go').send('go');
  expect(session.data).toEqual({ a: '14function1undefinedundefined' });
});

describe('interactions are read from outside', () => {
  const reading = `number = _genesys.ixn.interactions['c1'].voice.ani;`;

  test('a step that needs them says so, and nothing else has happened', async () => {
    const session = await ChartSession.started(scripted(reading), { registry: phoneModule });
    const before = session.snapshot;
    expect(session.step({ name: 'go', data: null })).toEqual({ kind: 'needs', names: ['interactions'] });
    expect(session.snapshot).toBe(before);
  });

  test('stepped again with them it goes on', async () => {
    const reads = { interactions: { c1: { voice: { ani: '+1202' } } } };
    const session = await ChartSession.started(scripted(reading), { registry: phoneModule, reads });
    expect(session.send('go').data).toEqual({ number: '+1202' });
  });

  test('a script that catches the interruption is interrupted all the same', async () => {
    const session = await ChartSession.started(
      scripted(`try { ${reading} } catch (e) { number = 'none'; }`),
      {
        registry: phoneModule,
      },
    );
    expect(session.step({ name: 'go', data: null })).toEqual({ kind: 'needs', names: ['interactions'] });
  });

  test('in a condition too', async () => {
    const text =
      w3c(`<state id="s"><transition event="go" cond="_genesys.ixn.interactions['c1']" target="t"/></state>
      <state id="t"/>`);
    const session = await ChartSession.started(text, {
      registry: phoneModule,
      reads: { interactions: { c1: {} } },
    });
    expect(session.send('go').states).toEqual(['t']);
  });
});

test('a script cannot ask for more actions than a step may have', async () => {
  const session = await after('for (var i = 0; i &lt; 5000; i++) _genesys.ixn.setuData(i);');
  expect(session.actions).toHaveLength(1000);
  expect(session.errors).toEqual(['more than 1000 actions in one step']);
});
