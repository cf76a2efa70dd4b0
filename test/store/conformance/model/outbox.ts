import type { OutboxStore } from '../../../../src/store/outbox.ts';
import type { Immediate } from './immediate.ts';
import { isCurrent, type State } from './state.ts';

export function outboxModel(state: State): Immediate<OutboxStore> {
  const open = () => [...state.actions.values()].filter(({ status }) => status !== 'done');
  return {
    get: (id) => state.actions.get(id) ?? null,
    claim: ({ actionId, node, at, callback }) => {
      const action = state.actions.get(actionId);
      if (action?.status !== 'pending') return 'not-pending';
      if (callback && !isCurrent(state.callbacks, callback)) return 'record-stale';
      state.actions.set(actionId, { ...action, status: 'sending', node, sentAt: at });
      if (callback) state.callbacks.set(callback.record.id, callback.record);
      return 'claimed';
    },
    finish: (actionId) => {
      const action = state.actions.get(actionId);
      if (action) state.actions.set(actionId, { ...action, status: 'done' });
    },
    open,
    openOf: (sessionId) => open().filter((action) => action.sessionId === sessionId),
  };
}
