import type { Demand } from './demand.ts';
import type { Draft } from './draft.ts';
import { isFree } from './media.ts';
import { asks, byPlace, isCallable } from './order.ts';
import type { Sorted } from './sorted.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { isConditional, stageOf } from './suits.ts';

/** The lines for whom somebody may be ready. */
export function waitingLines(draft: Draft): WaitingLine[] {
  const { board } = draft;
  const ready = freshReady(draft);
  const fresh = freshEntries(draft, asks);
  const demands = new Set([
    ...board.open(),
    ...fresh.keys(),
    ...ready.flatMap((agent) => board.demandsFor(agent)),
  ]);
  return [...demands]
    .filter((demand) => readyOf(draft, demand, ready).next().done !== true)
    .map((demand) => new WaitingLine(draft, demand, fresh.get(demand) ?? []));
}

/** The lines of those who may be called before somebody is free. */
export function callableLines(draft: Draft): WaitingLine[] {
  const fresh = freshEntries(draft, isCallable);
  const demands = new Set([...draft.board.callable(), ...fresh.keys()]);
  return [...demands].map(
    (demand) => new WaitingLine(draft, demand, fresh.get(demand) ?? [], demand.callable),
  );
}

/** Agents who are ready as the step has left them so far, and may suit those who ask for it. */
export function readyOf(draft: Draft, demand: Demand, ready = freshReady(draft)): Generator<AgentRow> {
  const fresh = ready.filter((agent) => demand.mayTake(agent));
  const rest = untouched(demand.ready, (agent) => draft.agents.isTouched(agent.id));
  return merged(rest, fresh.sort(demand.byChoice), demand.byChoice);
}

/** Those of a sort whom the step has touched, by what they ask for. */
function freshEntries(draft: Draft, isOne: (entry: EntryRow) => boolean): Map<Demand, EntryRow[]> {
  const fresh = new Map<Demand, EntryRow[]>();
  for (const { now } of draft.entries.touched()) {
    if (!now || !isOne(now)) continue;
    const demand = draft.board.demandOf(now);
    fresh.set(demand, [...(fresh.get(demand) ?? []), now]);
  }
  return fresh;
}

/** Agents whom the step has touched, and who are ready. */
function freshReady(draft: Draft): AgentRow[] {
  const ready: AgentRow[] = [];
  for (const { now } of draft.agents.touched()) if (now && isFree(now)) ready.push(now);
  return ready;
}

/** Those who ask for the same as the step has left them so far, first come first. */
export class WaitingLine {
  readonly demand: Demand;
  readonly #now: number;
  readonly #entries: Generator<EntryRow>;
  /** Stages for which there is nobody any more. */
  readonly #refused = new Set<string>();
  #first: EntryRow | undefined;

  constructor(draft: Draft, demand: Demand, fresh: EntryRow[], rows: Sorted<EntryRow> = demand.line) {
    this.demand = demand;
    this.#now = draft.now;
    const rest = untouched(rows, (entry) => draft.entries.isTouched(entry.id));
    this.#entries = merged(rest, fresh.sort(byPlace), byPlace);
    this.next();
  }

  get first(): EntryRow | undefined {
    return this.#first;
  }

  next(): void {
    do this.#first = this.#entries.next().value as EntryRow | undefined;
    while (this.#first && this.#refused.has(this.#stage(this.#first)));
  }

  /**
   * There is nobody for the first: then there is nobody for anyone behind who asks for the same. Agents only become
   * fewer while they are given away, and claims only more.
   */
  refused(): void {
    if (this.demand.plain) this.#entries.return(undefined);
    else if (this.#first && !isConditional(this.demand.target)) this.#refused.add(this.#stage(this.#first));
  }

  #stage(entry: EntryRow): string {
    return this.demand.plain ? '' : stageOf(entry, this.#now);
  }
}

function* untouched<Row>(rows: Iterable<Row>, isTouched: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (!isTouched(row)) yield row;
}

function* merged<Row>(
  rows: Iterable<Row>,
  fresh: readonly Row[],
  compare: (a: Row, b: Row) => number,
): Generator<Row> {
  let next = 0;
  for (const row of rows) {
    for (let one = fresh[next]; one && compare(one, row) < 0; one = fresh[++next]) yield one;
    yield row;
  }
  yield* fresh.slice(next);
}
