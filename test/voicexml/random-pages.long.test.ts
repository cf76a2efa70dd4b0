import { test } from 'vitest';

import { runRandomPages } from './run-random-pages.ts';

test('many random pages and callers end in an orderly way', async () => {
  await runRandomPages(5_000);
});
