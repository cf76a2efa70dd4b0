import { describe, expect, it } from 'vitest';

import { aCallback, crashWalk } from '../support/crash-walk.ts';

describe('a process that dies after any commit of a call', () => {
  it('leaves a callback that is carried out or ended by rule, and nobody is rung twice for one attempt', async () => {
    expect(await crashWalk(aCallback())).toEqual([]);
  }, 180_000);
});
