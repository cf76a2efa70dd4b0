import type { Recording } from '../app/recording.ts';
import { systemClock } from '../core/clock.ts';
import type { Story, StoryLine } from '../report/story.ts';
import { createChartRunner } from '../scxml/chart-runner.ts';
import { explain } from '../strategy/explain.ts';
import type { Client } from './client.ts';

/** Sentences for the lines of a story: its sessions are stepped again here, from their journals. */
export async function whyOf(client: Client, { sessions }: Story): Promise<(line: StoryLine) => string[]> {
  const found = new Map<string, string[]>();
  const runner = await createChartRunner({ threads: 0, clock: systemClock });
  try {
    for (const { id } of sessions) {
      const recording = (await client.get(`/api/v1/recordings/${encodeURIComponent(id)}`)) as Recording;
      for await (const { entry, sentences, difference } of explain(recording, runner)) {
        const unknown =
          difference === null
            ? []
            : [`Made again it comes out otherwise, so why is not known: ${difference}`];
        found.set(keyOf(id, entry.seq), [...sentences, ...unknown]);
      }
    }
  } finally {
    await runner.close();
  }
  return ({ session, seq }) => found.get(keyOf(session, seq)) ?? [];
}

function keyOf(session: string, seq: number): string {
  return `${session} ${seq}`;
}
