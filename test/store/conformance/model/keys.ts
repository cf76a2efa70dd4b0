import type { AccessKey } from '../../../../src/callback/access-key.ts';
import type { KeyStore } from '../../../../src/store/keys.ts';
import type { Immediate } from './immediate.ts';

export function keysModel(): Immediate<KeyStore> {
  const kept = new Map<string, AccessKey>();
  return {
    put: (expectedVersion, key) => {
      if ((kept.get(key.id)?.version ?? 0) !== expectedVersion) return 'stale';
      kept.set(key.id, key);
      return 'put';
    },
    get: (id) => kept.get(id) ?? null,
    all: () => [...kept.values()],
  };
}
