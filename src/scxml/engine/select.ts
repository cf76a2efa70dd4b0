import type { Transition } from '../chart/chart.ts';
import type { Tree } from './tree.ts';

export interface Selection {
  configuration: ReadonlySet<number>;
  history: Record<string, string[]>;
}

/** SCXML §3.12.1: a descriptor matches an event of the same name or one that begins with it and a dot. */
export function matches(descriptors: readonly string[], name: string): boolean {
  return descriptors.some((one) => one === '*' || name === one || name.startsWith(`${one}.`));
}

/** The transitions an event (or nothing, for eventless ones) enables; conflicts resolved. SCXML D, selectTransitions. */
export function selectTransitions(
  tree: Tree,
  { configuration, history }: Selection,
  event: string | null,
  holds: (transition: Transition) => boolean,
): Transition[] {
  const enabled: Transition[] = [];
  const atomic = [...configuration].filter((index) => tree.isAtomic(index)).sort((a, b) => a - b);
  for (const index of atomic) {
    const found = [index, ...tree.ancestors(index)]
      .flatMap((at) => tree.state(at).transitions)
      .find((transition) => isFor(transition, event) && holds(transition));
    if (found && !enabled.includes(found)) enabled.push(found);
  }
  return withoutConflicts(tree, { configuration, history }, enabled);
}

function isFor(transition: Transition, event: string | null): boolean {
  return event === null ? transition.events.length === 0 : matches(transition.events, event);
}

/** SCXML D, removeConflictingTransitions: what lies deeper goes first, else what comes first in the document. */
function withoutConflicts(tree: Tree, selection: Selection, enabled: Transition[]): Transition[] {
  let kept: { transition: Transition; exits: number[] }[] = [];
  for (const transition of enabled) {
    const exits = exitSet(tree, selection, [transition]);
    const rivals = kept.filter((other) => other.exits.some((one) => exits.includes(one)));
    if (!rivals.every((other) => tree.isDescendant(transition.source, other.transition.source))) continue;
    kept = kept.filter((other) => !rivals.includes(other));
    kept.push({ transition, exits });
  }
  return kept.map(({ transition }) => transition);
}

/** States that are left, in no order. SCXML D, computeExitSet. */
export function exitSet(
  tree: Tree,
  { configuration, history }: Selection,
  transitions: Transition[],
): number[] {
  const left = new Set<number>();
  for (const transition of transitions) {
    const domain = tree.domain(transition, history);
    if (domain === null) continue;
    for (const index of configuration) if (tree.isDescendant(index, domain)) left.add(index);
  }
  return [...left];
}
