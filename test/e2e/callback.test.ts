import { describe, it } from 'vitest';

import { aheadBehaviours } from '../support/ahead-behaviours.ts';
import { behaviours } from '../support/behaviours.ts';
import { plugInBehaviours } from '../support/plug-in-behaviours.ts';
import { agentLegBehaviours } from '../support/agent-leg-behaviours.ts';
import { previewBehaviours } from '../support/preview-behaviours.ts';
import { World } from '../support/world.ts';

describe('a callback', () => {
  for (const { name, options, run } of [
    ...behaviours,
    ...aheadBehaviours,
    ...plugInBehaviours,
    ...previewBehaviours,
    ...agentLegBehaviours,
  ])
    it(name, async () => {
      const world = await World.create(options);
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
});
