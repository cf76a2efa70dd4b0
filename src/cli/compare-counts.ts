import { RingbackError } from '../core/errors.ts';
import { archiveKinds, type ArchiveCounts } from '../store/archive.ts';

/** Compares what should be there with what is there. @throws COPY_DIFFERS with the kinds that differ */
export function compareCounts(
  expected: ArchiveCounts,
  found: ArchiveCounts,
  how: 'exactly' | 'at least',
): void {
  const differing = archiveKinds.filter((kind) =>
    how === 'exactly' ? found[kind] !== expected[kind] : found[kind] < expected[kind],
  );
  if (differing.length === 0) return;
  const what = differing
    .map((kind) => `${found[kind]} of kind ${kind} instead of ${expected[kind]}`)
    .join(', ');
  throw new RingbackError('COPY_DIFFERS', { what });
}
