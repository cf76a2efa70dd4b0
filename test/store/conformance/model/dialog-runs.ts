import type { DialogRunStore } from '../../../../src/store/dialog-runs.ts';
import { deliver } from './inbox.ts';
import type { Immediate } from './immediate.ts';
import type { State } from './state.ts';

export function dialogRunsModel(state: State): Immediate<DialogRunStore> {
  return {
    open: (run) => {
      if (state.dialogRuns.has(run.key)) return 'exists';
      state.dialogRuns.set(run.key, run);
      return 'opened';
    },
    get: (key) => state.dialogRuns.get(key) ?? null,
    advance: (expectedRevision, run, deliveries) => {
      if (state.dialogRuns.get(run.key)?.revision !== expectedRevision) return 'stale';
      state.dialogRuns.set(run.key, run);
      deliver(state, deliveries);
      return 'advanced';
    },
  };
}
