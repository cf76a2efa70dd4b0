import { RingbackError } from '../core/errors.ts';
import type { Store } from '../store/store.ts';
import { compileSet, type CompiledSet } from './compile-set.ts';

/** The published sets, compiled. */
export interface Library {
  /** @throws DOCUMENT_UNKNOWN when no set of that hash was published */
  get(hash: string): Promise<CompiledSet>;
}

/** Sets kept compiled at a time: the active one, and those that calls begun earlier still use. */
const MOST_KEPT = 8;

/** Compiles each set once and keeps the last ones used. */
export function createLibrary(store: Pick<Store, 'sets'>): Library {
  const kept = new Map<string, Promise<CompiledSet>>();
  return {
    get(hash) {
      const known = kept.get(hash);
      const set = known ?? load(store, hash);
      // The last one in the map is the one used last.
      kept.delete(hash);
      kept.set(hash, set);
      if (known) return known;
      // What could not be had now may be there the next time.
      set.catch(() => kept.delete(hash));
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
      return set;
    },
  };
}

async function load(store: Pick<Store, 'sets'>, hash: string): Promise<CompiledSet> {
  const set = await store.sets.get(hash);
  if (!set) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'document set', name: hash });
  return compileSet(hash, set.files);
}
