import { afterEach, beforeEach, expect, it } from 'vitest';

import { newCallback } from '../../src/callback/life.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { newInteraction } from '../../src/callback/interaction.ts';
import type { Json } from '../../src/core/json.ts';
import { storyOf } from '../../src/report/story.ts';
import type { SessionEvent, SessionRow } from '../../src/store/sessions.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

const nine = Date.UTC(2026, 0, 5, 9);

let store: Store;
beforeEach(async () => {
  store = await openSqliteStore({ path: ':memory:', threads: false });
});
afterEach(() => store.close());

function session(id: string, links: Partial<SessionRow>): SessionRow {
  return {
    id,
    seq: 0,
    status: 'running',
    strategy: 'callback',
    setHash: 'set',
    chartHash: 'chart',
    callbackId: null,
    interactionId: null,
    params: {},
    snapshot: null,
    startedAt: nine,
    finishedAt: null,
    ...links,
  };
}

interface Step {
  session: string;
  seq: number;
  at: number;
  event?: SessionEvent;
  trace?: Json[];
  actions?: string[];
}

async function step({ session: sessionId, seq, at, event, trace = [], actions = [] }: Step): Promise<void> {
  if (event) await store.sessions.post([{ sessionId, event }]);
  const result = await store.sessions.commit({
    sessionId,
    expectedSeq: seq - 1,
    status: 'running',
    finishedAt: null,
    snapshot: '{}',
    journal: {
      sessionId,
      seq,
      at,
      engineVersion: '1',
      event: event ?? null,
      inputs: {},
      trace,
      actions: actions.map((kind, index) => ({ id: `${sessionId}-${seq}-${index}`, kind })),
    },
    timers: { set: [], clear: [] },
    actions: [],
    completes: [],
    callback: null,
    interactions: [],
    deliveries: [],
    facts: [],
  });
  expect(result).toBe('committed');
}

async function callback(): Promise<CallbackRecord> {
  const record = newCallback(
    {
      id: 'c1',
      service: 'classic',
      customerNumber: '+14155550100',
      placeAt: nine,
      desiredAt: null,
      expiresAt: nine + 86_400_000,
      sessionId: 's2',
      originatingInteractionId: 'call-1',
      options: {},
      userData: {},
      kvps: {},
    },
    nine,
  );
  const caller = {
    id: 'call-1',
    direction: 'inbound' as const,
    party: 'caller' as const,
    switchName: 'demo',
    from: '+14155550100',
    to: '8000',
    service: 'classic',
    userData: {},
    sessionId: 's1',
    callbackId: null,
  };
  await store.sessions.start(
    { row: session('s1', { strategy: 'classic', interactionId: 'call-1' }), events: [] },
    [newInteraction(caller, nine)],
  );
  await store.callbacks.create({
    record,
    session: { row: session('s2', { callbackId: 'c1' }), events: [] },
    slot: null,
    throttle: null,
    origin: null,
    facts: [],
    activeLimit: null,
  });
  return record;
}

it('tells a callback from the call it came from on, in the order of time', async () => {
  const record = await callback();
  await step({
    session: 's1',
    seq: 1,
    at: nine,
    trace: [{ kind: 'enter', state: 'Offering' }],
    actions: ['dialog.start'],
  });
  await step({
    session: 's2',
    seq: 1,
    at: nine + 5000,
    trace: [
      { kind: 'enter', state: 'Pending' },
      { kind: 'enter', state: 'Waiting' },
    ],
  });
  await step({
    session: 's1',
    seq: 2,
    at: nine + 4000,
    event: {
      id: 'e1',
      name: 'dialog.start.done',
      data: { requestid: 's1.1.0', result: { accepted: true, phone: '+14155550100' } },
    },
    trace: [
      { kind: 'exit', state: 'Offering' },
      { kind: 'enter', state: 'Releasing' },
    ],
    actions: ['ixn.redirect'],
  });
  const story = await storyOf(store, 'c1');
  expect(story?.callback).toEqual(record);
  expect(story?.sessions.map((one) => one.id)).toEqual(['s1', 's2']);
  expect(story?.lines).toEqual([
    {
      at: nine,
      session: 's1',
      strategy: 'classic',
      seq: 1,
      event: '',
      states: ['Offering'],
      actions: ['dialog.start'],
      reason: '',
    },
    {
      at: nine + 4000,
      session: 's1',
      strategy: 'classic',
      seq: 2,
      event: 'dialog.start.done',
      states: ['Releasing'],
      actions: ['ixn.redirect'],
      reason: 'accepted true',
    },
    {
      at: nine + 5000,
      session: 's2',
      strategy: 'callback',
      seq: 1,
      event: '',
      states: ['Pending', 'Waiting'],
      actions: [],
      reason: '',
    },
  ]);
});

it('gives as the reason what the event says, and which guard of the strategy decided', async () => {
  await callback();
  await step({ session: 's2', seq: 1, at: nine });
  await step({
    session: 's2',
    seq: 2,
    at: nine + 1000,
    event: {
      id: 'e1',
      name: 'error.voice.createcall',
      data: { requestid: 'x', error: 'remote', dialresult: 'BUSY', sipstatus: 486 },
    },
    trace: [
      {
        kind: 'transition',
        source: 'Dialling',
        event: 'error.voice.createcall',
        targets: ['NotReached'],
        cond: '_event.data.requestid == call',
        line: 1,
      },
      {
        kind: 'transition',
        source: 'NotReached',
        event: '',
        targets: ['Ended'],
        cond: 'attempts >= 3',
        line: 2,
      },
      { kind: 'log', label: 'note', text: 'given up' },
    ],
  });
  const story = await storyOf(store, 'c1');
  expect(story?.lines.at(-1)?.reason).toBe(
    'error remote, dialresult BUSY, sipstatus 486, attempts >= 3, note: given up',
  );
});

it('shows mistakes of a strategy where they happened', async () => {
  await callback();
  await step({
    session: 's2',
    seq: 1,
    at: nine,
    trace: [{ kind: 'error', name: 'error.execution', text: 'x is not defined', line: 7 }, null, 'noise'],
  });
  expect((await storyOf(store, 'c1'))?.lines.at(-1)?.actions).toEqual(['error.execution: x is not defined']);
});

it('tells one session by its own id, and nothing for an id that is none', async () => {
  await callback();
  await step({ session: 's2', seq: 1, at: nine });
  expect(await storyOf(store, 's2')).toMatchObject({
    callback: null,
    sessions: [{ id: 's2' }],
    lines: [{ seq: 1 }],
  });
  expect(await storyOf(store, 'nobody')).toBeNull();
});
