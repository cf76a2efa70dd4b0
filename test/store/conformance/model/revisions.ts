import type { Revision, RevisionStore } from '../../../../src/store/revisions.ts';
import type { Immediate } from './immediate.ts';

export function revisionsModel(): Immediate<RevisionStore> {
  const added: Revision[] = [];
  return {
    add: (revision) => {
      if (revision.no !== added.length + 1) return 'stale';
      added.push(revision);
      return 'added';
    },
    head: () => added.length,
    get: (no) => added[no - 1] ?? null,
    list: (before, limit) =>
      added
        .filter(({ no }) => no < before)
        .reverse()
        .slice(0, limit),
  };
}
