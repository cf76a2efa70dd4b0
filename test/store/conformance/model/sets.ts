import type { DocumentSet, SetStore } from '../../../../src/store/sets.ts';
import type { Immediate } from './immediate.ts';

export function setsModel(): Immediate<SetStore> {
  const sets = new Map<string, DocumentSet>();
  let active: string | null = null;
  return {
    publish: (set) => {
      if (!sets.has(set.hash)) sets.set(set.hash, set);
      active = set.hash;
    },
    get: (hash) => sets.get(hash) ?? null,
    active: () => active,
  };
}
