import type { FactStore } from '../../../../src/store/facts.ts';
import type { Immediate } from './immediate.ts';
import { addOnce, newestFirst, type State } from './state.ts';

export function factsModel(state: State): Immediate<FactStore> {
  return {
    add: (facts) => {
      for (const fact of facts) addOnce(state.facts, fact);
    },
    ofCallback: (callbackId) => [...state.facts.values()].filter((fact) => fact.callbackId === callbackId),
    recent: (kind, limit) =>
      newestFirst(state.facts.values(), ({ at }) => at)
        .filter((fact) => fact.kind === kind)
        .slice(0, limit),
  };
}
