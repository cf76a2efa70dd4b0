import type { Deposit, DepositStore } from '../../../../src/store/deposits.ts';
import type { Immediate } from './immediate.ts';

export function depositsModel(): Immediate<DepositStore> {
  const kept = new Map<string, Deposit>();
  const ofKind = (kind: Deposit['kind']): Deposit[] => [...kept.values()].filter((one) => one.kind === kind);
  return {
    put: (expectedVersion, deposit) => {
      if ((kept.get(deposit.id)?.version ?? 0) !== expectedVersion) return 'stale';
      kept.set(deposit.id, deposit);
      return 'put';
    },
    remove: (id) => (kept.delete(id) ? 'removed' : 'unknown'),
    purge: (until, limit) => {
      const over = [...kept.values()].filter(({ expiresAt }) => expiresAt <= until);
      const first = over.sort((a, b) => a.expiresAt - b.expiresAt).slice(0, limit);
      for (const { id } of first) kept.delete(id);
    },
    get: (id) => kept.get(id) ?? null,
    ofKind,
    count: (kind) => ofKind(kind).length,
  };
}
