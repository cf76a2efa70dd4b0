import type { Chart, StateNode, Transition } from '../chart/chart.ts';

const trees = new WeakMap<Chart, Tree>();

/** The tree of a chart, made once. */
export function treeOf(chart: Chart): Tree {
  const tree = trees.get(chart) ?? new Tree(chart);
  trees.set(chart, tree);
  return tree;
}

/** Questions about the shape of a chart. States go by number; a lower number comes first in the document. */
export class Tree {
  readonly chart: Chart;
  readonly #indexes: Map<string, number>;

  constructor(chart: Chart) {
    this.chart = chart;
    this.#indexes = new Map(chart.states.map(({ id, index }) => [id, index]));
  }

  state(index: number): StateNode {
    const state = this.chart.states[index];
    if (!state) throw new RangeError(`no state ${index}`);
    return state;
  }

  indexOf(id: string): number | undefined {
    return this.#indexes.get(id);
  }

  isAtomic(index: number): boolean {
    const { kind, children } = this.state(index);
    return kind === 'final' || (kind === 'state' && children.length === 0);
  }

  isCompound(index: number): boolean {
    const { kind, children } = this.state(index);
    return kind === 'scxml' || (kind === 'state' && children.length > 0);
  }

  isDescendant(index: number, ancestor: number): boolean {
    for (let at = this.state(index).parent; at >= 0; at = this.state(at).parent)
      if (at === ancestor) return true;
    return false;
  }

  /** Proper ancestors, nearest first, up to but not including `until`. */
  ancestors(index: number, until = -1): number[] {
    const list: number[] = [];
    for (let at = this.state(index).parent; at >= 0 && at !== until; at = this.state(at).parent)
      list.push(at);
    return list;
  }

  /** Least common compound ancestor. SCXML D, findLCCA. */
  leastCommonCompound(indexes: number[]): number {
    const [first = 0, ...others] = indexes;
    const candidates = this.ancestors(first).filter((one) => this.isCompound(one));
    return candidates.find((one) => others.every((other) => this.isDescendant(other, one))) ?? 0;
  }

  /** Where a transition leads, histories looked up. SCXML D, getEffectiveTargetStates. */
  effectiveTargets(transition: Transition, history: Record<string, string[]>): number[] {
    const targets = new Set<number>();
    for (const target of transition.targets) {
      const state = this.state(target);
      if (state.kind !== 'history') targets.add(target);
      else for (const one of this.remembered(state, history)) targets.add(one);
    }
    return [...targets];
  }

  remembered(state: StateNode, history: Record<string, string[]>): number[] {
    const stored = history[state.id];
    if (stored) return stored.map((id) => this.indexOf(id)).filter((one) => one !== undefined);
    return state.initial ? this.effectiveTargets(state.initial, history) : [];
  }

  /** The state whose descendants a transition leaves; null for a targetless one. SCXML D, getTransitionDomain. */
  domain(transition: Transition, history: Record<string, string[]>): number | null {
    const targets = this.effectiveTargets(transition, history);
    if (targets.length === 0) return null;
    const { source, internal } = transition;
    if (internal && this.isCompound(source) && targets.every((one) => this.isDescendant(one, source)))
      return source;
    return this.leastCommonCompound([source, ...targets]);
  }
}
