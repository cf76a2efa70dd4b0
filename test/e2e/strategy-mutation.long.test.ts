import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { agentLegBehaviours } from '../support/agent-leg-behaviours.ts';
import { aheadBehaviours } from '../support/ahead-behaviours.ts';
import { behaviours } from '../support/behaviours.ts';
import { plugInBehaviours } from '../support/plug-in-behaviours.ts';
import { previewBehaviours } from '../support/preview-behaviours.ts';
import { World } from '../support/world.ts';

const text = readFileSync('dialogs/callback.scxml', 'utf8');

/** Every transition of the document, with where it stands. */
function transitions(): { start: number; end: number; line: number }[] {
  return [...text.matchAll(/<transition\b(?:[^>"]|"[^"]*")*?(?:\/>|>[\s\S]*?<\/transition>)/g)].map(
    (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      line: text.slice(0, match.index).split('\n').length,
    }),
  );
}

/** `removed`: those that are about it come first. */
async function someBehaviourFails(document: string, removed: string): Promise<boolean> {
  const others = [...behaviours, ...aheadBehaviours, ...plugInBehaviours];
  const isAboutPreviews = /preview|notTaken/i.test(removed);
  const isAboutAgentsLeg = /agentFirst|agentCall|agentLeg|whisper|RingingAgent/i.test(removed);
  const inOrder = isAboutAgentsLeg
    ? [agentLegBehaviours, others, previewBehaviours]
    : [...(isAboutPreviews ? [previewBehaviours, others] : [others, previewBehaviours]), agentLegBehaviours];
  for (const { options, run } of inOrder.flat()) {
    let world: World | null = null;
    try {
      world = await World.create({ ...options, documents: { 'dialogs/callback.scxml': document } });
      await run(world);
    } catch {
      return true;
    } finally {
      await world?.close();
    }
  }
  return false;
}

describe('the flow of a callback stands in its document', () => {
  for (const { start, end, line } of transitions())
    it(`without the transition of line ${line} something a user would notice breaks`, async () => {
      const without = text.slice(0, start) + text.slice(end);
      expect(await someBehaviourFails(without, text.slice(start, end))).toBe(true);
    }, 120_000);
});
