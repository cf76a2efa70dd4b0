import type { BarredNumber } from '../../../../src/callback/barred-number.ts';
import type { DoNotCallStore } from '../../../../src/store/do-not-call.ts';
import type { Immediate } from './immediate.ts';

export function doNotCallModel(): Immediate<DoNotCallStore> {
  const kept = new Map<string, BarredNumber>();
  return {
    put: (expectedVersion, entry) => {
      if ((kept.get(entry.number)?.version ?? 0) !== expectedVersion) return 'stale';
      kept.set(entry.number, entry);
      return 'put';
    },
    get: (number) => kept.get(number) ?? null,
    list: (after, limit) =>
      [...kept.values()]
        .filter(({ listed, number }) => listed && number > (after ?? ''))
        .sort((a, b) => (a.number < b.number ? -1 : 1))
        .slice(0, limit),
  };
}
