import fc from 'fast-check';
import { expect } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import type { Snapshot, StepOutcome } from '../../src/scxml/step.ts';
import { IXN, phoneModule } from '../scxml/a-module.ts';
import { ChartSession, w3c } from './chart-session.ts';
import { chartEvents } from './random-chart.ts';

/** A document: states one after the other, some of which invoke another document. */
interface Family {
  states: Member[];
}

interface Member {
  entry: string[];
  transitions: { event: string; to: number; acts: string[] }[];
  invoked: { family: Family; forward: boolean; finalize: boolean } | null;
}

const acts = fc.array(
  fc.constantFrom(
    '<send target="#_parent" event="c" namelist="n"/>',
    '<send target="#_child" event="b"><param name="n" expr="n"/><param name="n" expr="2"/></send>',
    '<send id="late" event="d" delayexpr="n + 0.5 + \'s\'"/>',
    '<send target="#_child" event="a" delay="2s"/>',
    '<cancel sendid="late"/>',
    '<ixn:redirect requestid="r" interactionid="n" to="1"/>',
    '<script>n += Math.floor(Math.random() * 2); keep.at = new Date();</script>',
    '<log expr="_event.name + _event.data"/>',
  ),
  { maxLength: 2 },
);

const { family } = fc.letrec<{ family: Family; member: Member }>((tie) => ({
  family: fc.record({ states: fc.array(tie('member'), { minLength: 1, maxLength: 3 }) }),
  member: fc.record({
    entry: acts,
    transitions: fc.array(
      fc.record({
        event: fc.constantFrom(...chartEvents, 'done.invoke', 'error', '*'),
        to: fc.nat(4),
        acts,
      }),
      { maxLength: 3 },
    ),
    invoked: fc.option(fc.record({ family: tie('family'), forward: fc.boolean(), finalize: fc.boolean() }), {
      maxDepth: 2,
      freq: 2,
    }),
  }),
}));

/** Counts on every transition and stops at a dozen: no two sessions answer each other without end. */
function written({ states }: Family): string {
  const parts = states.map(({ entry, transitions, invoked }, at) => {
    const ways = transitions.map(
      ({ event, to, acts: its }) =>
        `<transition event="${event}" cond="n &lt; 12" target="${to < states.length ? `s${to}` : 'end'}">
        <assign location="n" expr="n + 1"/>${its.join('')}</transition>`,
    );
    return `<state id="s${at}">${invoked ? invoke(invoked) : ''}<onentry>${entry.join('')}</onentry>${ways.join('')}</state>`;
  });
  const data = '<datamodel><data id="n" expr="0"/><data id="r"/><data id="keep" expr="{}"/></datamodel>';
  return w3c(
    `${data}${parts.join('')}<final id="end"><donedata><param name="n" expr="n"/></donedata></final>`,
    IXN,
  );
}

function invoke({ family: child, forward, finalize }: NonNullable<Member['invoked']>): string {
  const taken = finalize ? '<finalize><assign location="n" expr="n + 1"/></finalize>' : '';
  return `<invoke id="child" autoforward="${forward}"><content>${written(child)}</content>${taken}</invoke>`;
}

const moves = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom(...chartEvents), fc.nat(3)).map(([event, data]) => ({ event, data })),
    fc.nat(3000).map((wait) => ({ wait })),
  ),
  { maxLength: 8 },
);

/**
 * Random sessions that invoke others: from the snapshot of any moment, read again from its text, all that follows is
 * the same to the byte, in another place as well.
 */
export async function repeatableFamilies(numRuns: number, seed: number): Promise<void> {
  console.log(`sessions within sessions: ${numRuns} runs, seed ${seed}`);
  const [used, other] = [await ChartHost.create(), await ChartHost.create()];
  await fc.assert(
    fc.asyncProperty(family.map(written), moves, fc.nat(), async (text, list, from) => {
      const session = await ChartSession.started(text, { host: used, registry: phoneModule });
      for (const move of list) {
        if ('event' in move) session.send(move.event, move.data);
        else session.advance(move.wait);
      }
      const { requests } = session;
      const wanted = requests.map((request) => session.repeat(request));
      const fresh = await ChartSession.of(text, { host: other, registry: phoneModule });
      const first = from % requests.length;
      let snapshot = copy(requests[first]?.snapshot ?? null);
      for (const [index, request] of requests.entries()) {
        if (index < first) continue;
        const outcome = fresh.repeat({ ...request, snapshot });
        expect(JSON.stringify(outcome)).toBe(JSON.stringify(wanted[index]));
        snapshot = copy(snapshotOf(outcome));
      }
      expect(snapshot).toEqual(session.snapshot);
    }),
    { numRuns, seed },
  );
}

function snapshotOf(outcome: StepOutcome): Snapshot {
  if (outcome.kind === 'needs') throw new Error(`needs ${outcome.names.join(', ')}`);
  return outcome.snapshot;
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
