import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RingbackError } from '../../src/core/errors.ts';
import { asks, byPlace } from '../../src/routing/order.ts';
import { isFree } from '../../src/routing/media.ts';
import { suits, type Situation } from '../../src/routing/suits.ts';
import { Board } from '../../src/routing/board.ts';
import { route } from '../../src/routing/route.ts';
import type { Decision, RoutingOutput } from '../../src/routing/messages.ts';
import type { AgentRow, RoutingState } from '../../src/routing/state.ts';
import { agent, config, Desk } from './desk.ts';

const crew = [
  agent('1001', { Billing: 3, English: 2 }),
  agent('1002', { English: 4 }),
  { ...agent('1003', { Billing: 1 }), media: { chat: { slots: 2, besideCalls: 1 } } },
  agent('1004'),
];

function situation({ config: configured, now, state }: Desk): Situation {
  return { config: configured, now, agents: state.agents };
}

type Act = (desk: Desk) => RoutingOutput[];

const entryId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const agentId = fc.constantFrom(...crew.map((one) => one.id));
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        placeAt: fc.nat(50),
        priority: fc.constantFrom(0, 0, 0, 2),
        target: fc.constantFrom(
          '',
          '',
          'Billing',
          'Billing > 2',
          'English >= 2',
          '1004',
          'Spanish',
          'Oops >',
          '[{"target":"Billing > 2","timeout":10},{"target":"Billing"}]',
          '[{"target":"English >= 4","timeout":5,"clear":true},{"target":"1004","timeout":5},{"target":""}]',
        ),
        mode: fc.constantFrom('waiting' as const, 'notify' as const),
        timeoutMs: fc.constantFrom(null, 20_000),
        kind: fc.constantFrom('live' as const, 'callback' as const),
        ahead: fc.boolean(),
        answered: fc.boolean(),
      })
      .chain((fields) => entryId.map((id) => (desk: Desk) => desk.submit(id, fields))),
  },
  { weight: 2, arbitrary: entryId.map((id) => (desk: Desk) => desk.connected(id)) },
  entryId.map((id) => (desk: Desk) => desk.joining(id)),
  fc
    .constantFrom('ended' as const, 'rona' as const, 'failed' as const, 'gone' as const)
    .chain((reason) => entryId.map((id) => (desk: Desk) => desk.release(id, reason))),
  entryId.map((id) => (desk: Desk) => desk.hold(id)),
  entryId.map((id) => (desk: Desk) => desk.remove(id)),
  fc
    .constantFrom('ready' as const, 'ready' as const, 'not-ready' as const, 'logged-out' as const)
    .chain((to) => agentId.map((id) => (desk: Desk) => desk.set(id, to))),
  fc.record({ slot: fc.constantFrom('s', 't'), medium: fc.constantFrom('chat', null) }).map(
    ({ slot, medium }) =>
      (desk: Desk) =>
        desk.medium('1003', slot, medium),
  ),
  fc.nat(40_000).map((ms) => (desk: Desk) => desk.pass(ms)),
  fc
    .record({ rejectable: fc.boolean(), notReady: fc.constantFrom(null, 'RONA') })
    .chain((fields) => entryId.map((id) => (desk: Desk) => desk.preview(id, fields))),
  fc
    .constantFrom('accept' as const, 'reject' as const, 'later' as const)
    .chain((answer) => agentId.map((id) => (desk: Desk) => desk.answer(id, answer))),
  fc
    .record({
      agents: fc.subarray(crew),
      ageingMs: fc.constantFrom(null, null, 10, 100_000),
      selection: fc.constantFrom('longest-idle' as const, 'best-skill' as const),
    })
    .map(({ agents, ageingMs, selection }) => (desk: Desk) => {
      const { queues } = config(agents);
      return desk.configure({ agents, ageingMs, queues: queues.map((one) => ({ ...one, selection })) });
    }),
);

/** Follows the acts; those that are refused leave no trace. `after` sees every step. */
function follow(
  acts: Act[],
  after: (desk: Desk, outputs: RoutingOutput[], before: RoutingState) => void,
): Desk {
  const desk = new Desk(crew);
  for (const one of acts) {
    const before = desk.state;
    try {
      after(desk, one(desk), before);
    } catch (error) {
      if (!(error instanceof RingbackError)) throw error;
      expect(desk.state).toBe(before);
    }
  }
  return desk;
}

/** What was decided last about an agent and whom the agent is reserved for. */
function newestAbout(
  decisions: Decision[],
  { id, entryId: held }: AgentRow,
): Decision['decision'] | undefined {
  return decisions.findLast(({ agent: one, entry }) => one === id && entry === held)?.decision;
}

function checkEach(after: (desk: Desk, outputs: RoutingOutput[], before: RoutingState) => void): void {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => void follow(acts, after)),
    { numRuns: 1_000 },
  );
}

describe('whatever happens, after every step', () => {
  it('an agent has one caller at most, and agent and caller agree about it', () => {
    checkEach(({ state }) => {
      for (const row of state.agents) {
        const held = row.state === 'reserved' || row.state === 'busy';
        expect(row.entryId !== null).toBe(held);
        if (!held) continue;
        const entry = state.entries.find((one) => one.id === row.entryId);
        expect(entry).toMatchObject({ agentId: row.id, mode: row.state === 'busy' ? 'talking' : 'reserved' });
      }
      for (const entry of state.entries)
        if (entry.mode === 'talking' || entry.mode === 'reserved')
          expect(state.agents.find((row) => row.id === entry.agentId)?.entryId).toBe(entry.id);
    });
  });

  it('no reservation is older than it may be, and nobody waits past the time-out', () => {
    checkEach(({ state, now, decisions }) => {
      for (const row of state.agents) {
        const isJoining = row.state === 'reserved' && newestAbout(decisions, row) === 'joining';
        const ends = (row.state === 'reserved' && !isJoining) || row.state === 'after-call-work';
        expect(ends).toBe(row.until !== null);
        if (row.until !== null) expect(row.until).toBeGreaterThan(now);
      }
      for (const entry of state.entries)
        if (entry.timeoutAt !== null) expect(entry.timeoutAt).toBeGreaterThan(now);
    });
  });

  it('no ready agent suits a waiting caller, unless those ahead who are being rung need every such agent', () => {
    checkEach((desk) => {
      const { state } = desk;
      const line = state.entries.filter(asks).sort(byPlace);
      const ready = state.agents.filter(isFree);
      for (const [index, entry] of line.entries()) {
        if (entry.mode === 'notified') continue;
        const claims = line.slice(0, index).filter((one) => one.mode === 'notified');
        for (const row of ready.filter((one) => suits(situation(desk), entry, one)))
          expect(
            served(
              desk,
              claims,
              ready.filter((one) => one !== row),
            ),
          ).toBeLessThan(served(desk, claims, ready));
      }
    });
  });

  it('nobody is given an agent whom someone ahead is ready to take', () => {
    checkEach((desk, outputs) => {
      for (const output of outputs) {
        if (output.kind !== 'reserved') continue;
        const given = desk.state.agents.find((row) => row.id === output.agent.id);
        const ahead = desk.state.entries.filter(
          (one) => one.mode === 'waiting' && byPlace(one, output.entry) < 0,
        );
        for (const entry of ahead) expect(given && suits(situation(desk), entry, given)).toBe(false);
      }
    });
  });

  it('nobody is given an agent who is needed by someone ahead who is being rung', () => {
    checkEach((desk, outputs) => {
      const ready = desk.state.agents.filter(isFree);
      for (const output of outputs) {
        if (output.kind !== 'reserved') continue;
        const claims = desk.state.entries.filter(
          (one) => one.mode === 'notified' && byPlace(one, output.entry) < 0,
        );
        const given = desk.state.agents.filter((row) => row.id === output.agent.id);
        expect(served(desk, claims, [...ready, ...given])).toBe(served(desk, claims, ready));
      }
    });
  });

  it('who looks at a caller has the caller reserved, and a preview that has begun is answered or goes on', () => {
    const open = new WeakMap<Desk, Map<string, string>>();
    checkEach((desk, outputs) => {
      const { message } = desk.messages.at(-1) ?? {};
      const begun = open.get(desk) ?? new Map<string, string>();
      open.set(desk, begun);
      if (message?.type === 'preview') begun.set(message.entryId, message.actionId);
      for (const output of outputs) if (output.kind === 'previewed') begun.delete(output.entryId);
      for (const entry of desk.state.entries) {
        if (!entry.preview) continue;
        expect(entry.mode).toBe('reserved');
        expect(begun.get(entry.id)).toBe(entry.preview.actionId);
      }
    });
  });

  it('no more customers are being called before an agent is free, and waiting on the line, than agents are at work', () => {
    const seen = new WeakMap<Desk, number>();
    checkEach((desk) => {
      const { state, decisions } = desk;
      const newest = decisions.slice(seen.get(desk) ?? 0);
      seen.set(desk, decisions.length);
      if (!newest.some(({ decision, why }) => decision === 'notified' && why.startsWith('an agent will')))
        return;
      const working = state.agents.filter((row) => !['logged-out', 'not-ready'].includes(row.state));
      const called = state.entries.filter(
        ({ mode, answeredAt }) => mode === 'notified' || (mode === 'waiting' && answeredAt !== undefined),
      );
      expect(called.length).toBeLessThanOrEqual(working.length);
    });
  });

  it('a caller who is in the queue keeps the place', () => {
    checkEach(({ state }, _outputs, before) => {
      for (const entry of state.entries) {
        const was = before.entries.find((one) => one.id === entry.id);
        if (was) expect([entry.placeAt, entry.order]).toEqual([was.placeAt, was.order]);
      }
    });
  });

  it('the audit finds a reason for everyone who was served before somebody ahead', () => {
    checkEach(({ inversions }) => {
      expect(inversions.filter((one) => one.cause === 'unexplained')).toEqual([]);
    });
  });

  it('an action is answered once', () => {
    const answered = new WeakMap<Desk, Set<string>>();
    checkEach((desk, outputs) => {
      const actions = answered.get(desk) ?? new Set();
      answered.set(desk, actions);
      for (const output of outputs) {
        const { actionId } = output.kind === 'previewed' ? output : output.entry;
        expect(actions.has(actionId)).toBe(false);
        actions.add(actionId);
      }
    });
  });
});

it('the same messages give the same state, also when it went through the store in between', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const desk = follow(acts, () => undefined);
      let state: RoutingState = { seq: 0, agents: [], entries: [], stats: [] };
      let current = config(crew);
      for (const { message, now } of desk.messages) {
        const stored = JSON.parse(JSON.stringify(state)) as RoutingState;
        stored.entries.reverse();
        stored.agents.reverse();
        const board = new Board(stored, current);
        board.apply(route(board, message, now).change);
        state = board.state();
        if (message.type === 'configure') current = message.config;
      }
      expect(sorted(state)).toEqual(sorted(desk.state));
    }),
  );
});

/** How many of the claims can have an agent of their own (augmenting paths, by brute force). */
function served(desk: Desk, claims: RoutingState['entries'], ready: RoutingState['agents']): number {
  const [first, ...rest] = claims;
  if (!first) return 0;
  const without = served(desk, rest, ready);
  const fitting = ready.filter((row) => suits(situation(desk), first, row));
  const taking = fitting.map(
    (row) =>
      1 +
      served(
        desk,
        rest,
        ready.filter((one) => one !== row),
      ),
  );
  return Math.max(without, ...taking);
}

function sorted(state: RoutingState): RoutingState {
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  return { ...state, agents: [...state.agents].sort(byId), entries: [...state.entries].sort(byId) };
}
