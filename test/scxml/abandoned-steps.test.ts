import { describe, expect, test } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';

const chart = w3c(`<datamodel><data id="kept"/></datamodel><state id="s">
  <transition event="do"><script>eval(_event.data);</script></transition>
  <transition event="look"><log expr="eval(_event.data)"/></transition></state>`);

const needsRead = '_genesys.ixn.interactions';

describe('what a step leaves behind is gone, however it came out', () => {
  test.each([
    ['a step that has to read first', `leak = 1; ${needsRead}`],
    ['one that hides that it has to', `leak = 1; try { ${needsRead} } catch { globalThis.leak = 2 }`],
    ['one with a locked global', `Object.defineProperty(globalThis, "leak", { value: 1 }); ${needsRead}`],
    ['one with something to be done later', `Promise.resolve().then(() => { leak = 1 }); ${needsRead}`],
    ['data that make a global while they are kept', 'kept = { toJSON() { leak = 1; return 1; } }'],
    ['data whose getter makes a global', 'kept = { get one() { globalThis.leak = 1; return 1; } }'],
    ['a step that ends its session', '__scope.kept = { get one() { leak = 1; for (;;); } }'],
  ])('%s', async (_, script) => {
    const host = await ChartHost.create();
    const first = await ChartSession.started(chart, { host, sessionId: 'first' });
    const second = await ChartSession.started(chart, { host, sessionId: 'second' });
    first.send('do', script);
    second.send('look', 'typeof leak + Object.keys(__scope)');
    expect(second.logs).toEqual(['undefinedkept']);
  });
});

test('a step that is repeated with what it needs does not meet its first try', async () => {
  const host = await ChartHost.create();
  const reads: { interactions?: object } = {};
  const session = await ChartSession.started(chart, { host, reads: reads as never });
  const script = `kept = typeof count; count = 1; ${needsRead}`;
  expect(session.step({ name: 'do', data: script })).toEqual({ kind: 'needs', names: ['interactions'] });
  reads.interactions = {};
  session.send('do', script);
  expect(session.data).toMatchObject({ kept: 'undefined', count: 1 });
});
