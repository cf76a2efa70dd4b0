import { it } from 'vitest';

import { checkHistories } from './router-histories.ts';

it('5,000 random histories with crashes between any two steps, and owners who are out of date, end as without', async () => {
  await checkHistories(5_000);
}, 1_800_000);
