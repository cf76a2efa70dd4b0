import { expect, it } from 'vitest';

import { compareCounts } from '../../src/cli/compare-counts.ts';
import { archiveKinds, type ArchiveCounts } from '../../src/store/archive.ts';

const counts = (some: Partial<ArchiveCounts>): ArchiveCounts => ({
  ...(Object.fromEntries(archiveKinds.map((kind) => [kind, 0])) as ArchiveCounts),
  ...some,
});

it('a copy that has less than its source is told, with every kind', () => {
  const compare = (): void =>
    compareCounts(counts({ callback: 3, timer: 2 }), counts({ callback: 2 }), 'at least');
  expect(compare).toThrow('2 of kind callback instead of 3, 0 of kind timer instead of 2');
  expect(compare).toThrow(expect.objectContaining({ code: 'COPY_DIFFERS' }) as Error);
});

it('a copy that has more is told unless there was something before', () => {
  const [source, copy] = [counts({ callback: 3 }), counts({ callback: 4, agent: 1 })];
  expect(() => compareCounts(source, copy, 'exactly')).toThrow('1 of kind agent instead of 0');
  expect(() => compareCounts(source, copy, 'at least')).not.toThrow();
  expect(() => compareCounts(source, counts({ callback: 3 }), 'exactly')).not.toThrow();
});
