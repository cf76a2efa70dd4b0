import { existsSync } from 'node:fs';

import { systemClock } from '../core/clock.ts';
import type { Recording } from '../app/recording.ts';
import { createChartRunner } from '../scxml/chart-runner.ts';
import { replay } from '../strategy/replay.ts';
import { Refusal, type Client } from './client.ts';
import { otherwise, readRecord, saveRecord } from './saved-records.ts';
import { timeOfDay } from './table.ts';

/**
 * `ringback replay ID`: the steps of a session made again from its journal, here, without doing anything. ID is a
 * session, a callback, or the file of a saved record. @throws Refusal at the first step that comes out otherwise
 */
export async function replaySession(
  client: Client,
  id: string,
  options: { step?: string; saveTest?: boolean },
): Promise<void> {
  const recording = existsSync(id)
    ? await readRecord(id)
    : ((await client.get(`/api/v1/recordings/${encodeURIComponent(id)}`)) as Recording);
  const runner = await createChartRunner({ threads: 0, clock: systemClock });
  try {
    for await (const { entry, snapshot, difference } of replay(recording, runner)) {
      const states = snapshot?.configuration.filter(Boolean).join(' > ') ?? '';
      console.log(
        `${String(entry.seq).padStart(4)}  ${timeOfDay(entry.at)}  ${(entry.event?.name ?? 'begins').padEnd(26)}  ${states}`,
      );
      if (difference !== null) throw new Refusal(otherwise(entry.engineVersion, entry.seq, difference));
      if (String(entry.seq) === options.step) {
        console.log(JSON.stringify(snapshot?.data, null, 2));
        return;
      }
    }
  } finally {
    await runner.close();
  }
  console.log(`${recording.journal.length} steps, the same to the byte`);
  if (options.saveTest === true) console.log(`saved as ${await saveRecord(recording)}`);
}
