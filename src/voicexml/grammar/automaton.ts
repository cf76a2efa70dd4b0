import type { Json } from '../../core/json.ts';

/** What happened on the way through a grammar, in order: rules entered and left, keys taken, tags met. */
export type PathStep =
  /** `builtin`: its type with parameters, where the rule is a builtin grammar. */
  | { kind: 'enter'; rule: string; builtin?: string }
  | { kind: 'leave'; rule: string }
  | { kind: 'key'; key: string }
  /** `literal`: the text is the meaning; otherwise it is a script. */
  | { kind: 'tag'; text: string; literal: boolean }
  /** What the keys of a builtin grammar mean, before its rule is left. */
  | { kind: 'value'; value: Json }
  /** A script of the grammar itself, run before the tags of each of its rules. */
  | { kind: 'global'; text: string };

export type State =
  /** Takes one of the keys of the set; see keySet. */
  | { kind: 'keys'; keys: number; to: number }
  /** Goes on at each of `to` without a key; earlier ones are preferred. */
  | { kind: 'split'; to: number[] }
  | { kind: 'note'; step: PathStep; to: number }
  | { kind: 'accept' };

/** A non-deterministic automaton over the keys 0-9 * # A-D. A state no path leads on from is a split to nowhere. */
export interface Automaton {
  states: readonly State[];
  start: number;
}

/** The keys there are (SRGS 1.0 appendix E). */
export const ALL_KEYS = '0123456789*#ABCD';

/** A set of keys as bits. Characters that are no keys are left out. */
export function keySet(keys: string): number {
  let set = 0;
  for (const key of keys) if (ALL_KEYS.includes(key)) set |= 1 << ALL_KEYS.indexOf(key);
  return set;
}

const DEAD_END: State = { kind: 'split', to: [] };

/** The automaton with a dead end for each state that never leads to acceptance, so that it never waits in vain. */
export function pruned({ states, start }: Automaton): Automaton {
  const alive = aliveStates(states);
  return { states: states.map((state, id) => (alive.has(id) ? state : DEAD_END)), start };
}

function aliveStates(states: readonly State[]): Set<number> {
  const before: number[][] = states.map(() => []);
  const found: number[] = [];
  for (const [id, state] of states.entries())
    if (state.kind === 'accept') found.push(id);
    else for (const to of state.kind === 'split' ? state.to : [state.to]) before[to]?.push(id);
  const alive = new Set(found);
  for (let id = found.pop(); id !== undefined; id = found.pop())
    for (const from of before[id] ?? [])
      if (!alive.has(from)) {
        alive.add(from);
        found.push(from);
      }
  return alive;
}
