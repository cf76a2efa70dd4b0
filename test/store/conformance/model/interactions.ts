import type { InteractionStore } from '../../../../src/store/callbacks.ts';
import { deliver } from './inbox.ts';
import type { Immediate } from './immediate.ts';
import { addOnce, isCurrent, newestFirst, type State } from './state.ts';

export function interactionsModel(state: State): Immediate<InteractionStore> {
  const all = () => state.interactions.values();
  return {
    add: (record) => (addOnce(state.interactions, record) ? 'added' : 'exists'),
    get: (id) => state.interactions.get(id) ?? null,
    change: (expectedVersion, record, deliveries) => {
      if (!isCurrent(state.interactions, { expectedVersion, record })) return 'stale';
      state.interactions.set(record.id, record);
      deliver(state, deliveries);
      return 'changed';
    },
    live: () => [...all()].filter(({ endedAt }) => endedAt === null),
    recent: (limit) => newestFirst(all(), ({ arrivedAt }) => arrivedAt).slice(0, limit),
  };
}
