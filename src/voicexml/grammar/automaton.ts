/** What happened on the way through a grammar, in order: rules entered and left, keys taken, tags met. */
export type PathStep =
  | { kind: 'enter'; rule: string }
  | { kind: 'leave'; rule: string }
  | { kind: 'key'; key: string }
  | { kind: 'tag'; text: string };

export type State =
  | { kind: 'key'; key: string; to: number }
  /** Goes on at each of `to` without a key; earlier ones are preferred. */
  | { kind: 'split'; to: number[] }
  | { kind: 'note'; step: PathStep; to: number }
  | { kind: 'accept' };

/** A non-deterministic automaton over the keys 0-9 * # A-D. A state no path leads on from is a split to nowhere. */
export interface Automaton {
  states: readonly State[];
  start: number;
}

const DEAD_END: State = { kind: 'split', to: [] };

/** The automaton with a dead end for each state that never leads to acceptance, so that it never waits in vain. */
export function pruned({ states, start }: Automaton): Automaton {
  const alive = aliveStates(states);
  return { states: states.map((state, id) => (alive.has(id) ? state : DEAD_END)), start };
}

function aliveStates(states: readonly State[]): Set<number> {
  const before = new Map<number, number[]>();
  const alive = new Set<number>();
  const found: number[] = [];
  const reach = (id: number): void => {
    if (alive.has(id)) return;
    alive.add(id);
    found.push(id);
  };
  for (const [id, state] of states.entries()) {
    if (state.kind === 'accept') reach(id);
    else
      for (const to of state.kind === 'split' ? state.to : [state.to])
        before.set(to, [...(before.get(to) ?? []), id]);
  }
  for (let id = found.pop(); id !== undefined; id = found.pop())
    for (const from of before.get(id) ?? []) reach(from);
  return alive;
}
