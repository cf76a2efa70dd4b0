import type { Executable, Transition } from '../chart/chart.ts';
import type { Tree } from './tree.ts';

export interface EntrySet {
  states: Set<number>;
  /** Compound states entered by their default: their initial's content runs. */
  byDefault: Set<number>;
  /** Content of histories without memory, by the parent they stand in. */
  historyContent: Map<number, Executable[]>;
}

/** Where transitions enter, as it was before anything was left: what is remembered on leaving changes their domains. */
export function entriesOf(
  tree: Tree,
  transitions: Transition[],
  history: Record<string, string[]>,
): Entering[] {
  return transitions.map((transition) => ({ transition, domain: tree.domain(transition, history) }));
}

export interface Entering {
  transition: Transition;
  /** The state inside of which states are entered. */
  domain: number | null;
}

/** The states that transitions enter. SCXML D, computeEntrySet. */
export function entrySet(tree: Tree, entering: Entering[], history: Record<string, string[]>): EntrySet {
  const set: EntrySet = { states: new Set(), byDefault: new Set(), historyContent: new Map() };
  const entry = new Entry(tree, set, history);
  for (const { transition, domain } of entering) {
    for (const target of transition.targets) entry.addDescendants(target);
    for (const target of tree.effectiveTargets(transition, history)) entry.addAncestors(target, domain ?? -1);
  }
  return set;
}

class Entry {
  readonly #tree: Tree;
  readonly #set: EntrySet;
  readonly #history: Record<string, string[]>;

  constructor(tree: Tree, set: EntrySet, history: Record<string, string[]>) {
    this.#tree = tree;
    this.#set = set;
    this.#history = history;
  }

  /** SCXML D, addDescendantStatesToEnter. */
  addDescendants(index: number): void {
    const state = this.#tree.state(index);
    if (state.kind === 'history') {
      this.#addHistory(index);
      return;
    }
    this.#set.states.add(index);
    if (this.#tree.isCompound(index) && state.initial) {
      this.#set.byDefault.add(index);
      this.#addTargets(state.initial, index);
    } else if (state.kind === 'parallel') this.#addRegions(index);
  }

  /** SCXML D, addAncestorStatesToEnter. */
  addAncestors(index: number, ancestor: number): void {
    for (const above of this.#tree.ancestors(index, ancestor)) {
      this.#set.states.add(above);
      if (this.#tree.state(above).kind === 'parallel') this.#addRegions(above);
    }
  }

  #addHistory(index: number): void {
    const state = this.#tree.state(index);
    const stored = this.#history[state.id];
    if (stored) {
      const targets = this.#tree.remembered(state, this.#history);
      for (const target of targets) this.addDescendants(target);
      for (const target of targets) this.addAncestors(target, state.parent);
    } else if (state.initial) {
      this.#set.historyContent.set(state.parent, state.initial.body);
      this.#addTargets(state.initial, state.parent);
    }
  }

  #addTargets(transition: Transition, ancestor: number): void {
    for (const target of transition.targets) this.addDescendants(target);
    for (const target of transition.targets) this.addAncestors(target, ancestor);
  }

  #addRegions(index: number): void {
    for (const child of this.#tree.state(index).children) {
      const begun = [...this.#set.states].some((one) => one === child || this.#tree.isDescendant(one, child));
      if (!begun) this.addDescendants(child);
    }
  }
}
