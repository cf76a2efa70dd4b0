import type { JsonObject } from '../core/json.ts';
import type { ValueChange } from '../core/merge-patch.ts';

/** One edit of the configuration: all that it has in place of the file. */
export interface Revision {
  /** From 1, one more than the one before. */
  no: number;
  /** Epoch ms. */
  at: number;
  author: string;
  reason: string;
  /** Content hash of the file that it was made over. */
  ground: string;
  /** A merge patch (RFC 7396) of editable sections over the file; the ones before it do not count any more. */
  patch: JsonObject;
  /** What it changed. */
  changes: ValueChange[];
}

/** Edits of the configuration, numbered; none is ever altered or taken away. */
export interface RevisionStore {
  /** Compares the number: it has to be the next one. Emits `configuration`. */
  add(revision: Revision): Promise<'added' | 'stale'>;
  /** Number of the newest one, 0 before the first. Cost: one look-up. */
  head(): Promise<number>;
  /** Cost: one look-up. */
  get(no: number): Promise<Revision | null>;
  /** Those below the number `before`, newest first. Cost: O(log n + limit). */
  list(before: number, limit: number): Promise<Revision[]>;
}
