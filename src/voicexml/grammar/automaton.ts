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

/** The automaton without key states from which no accepting state can be reached, so that it never waits in vain. */
export function pruned({ states, start }: Automaton): Automaton {
  const alive = aliveStates(states);
  const kept = states.map((state, id): State => {
    if (state.kind === 'key' && !alive.has(id)) return { kind: 'split', to: [] };
    return state.kind === 'split' ? { kind: 'split', to: state.to.filter((to) => alive.has(to)) } : state;
  });
  return { states: kept, start };
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
