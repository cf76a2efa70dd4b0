import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { systemClock } from '../core/clock.ts';
import type { Recording } from '../app/recording.ts';
import { createChartRunner } from '../scxml/chart-runner.ts';
import { replay } from '../strategy/replay.ts';
import { ENGINE_VERSION } from '../strategy/step-session.ts';
import { Refusal } from './client.ts';

/** Where saved records lie, in the folder of the project. */
const FOLDER = 'replays';

/** Keeps a record as a file in the present folder; its path. */
export async function saveRecord(recording: Recording): Promise<string> {
  const file = join(FOLDER, `${recording.session.id}.json`);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(file, `${JSON.stringify(recording, null, 1)}\n`);
  return file;
}

/** @throws Refusal for a file that is none */
export async function readRecord(file: string): Promise<Recording> {
  try {
    const recording = JSON.parse(await readFile(file, 'utf8')) as Partial<Recording> | null;
    if (recording?.format === 1) return recording as Recording;
  } catch {
    // Said below.
  }
  throw new Refusal(`${file} is no saved record of a session.`);
}

/** Where a step came out otherwise, in a sentence. */
export function otherwise(version: string, seq: number, difference: string): string {
  const engine =
    version === ENGINE_VERSION ? '' : ` (recorded on engine ${version}, this is ${ENGINE_VERSION})`;
  return `Step ${seq} comes out otherwise${engine}: ${difference}`;
}

/** Makes every saved record of a project again: how many there are, and what went wrong as `file: what`. */
export async function replayRecords(folder: string): Promise<{ runs: number; failures: string[] }> {
  const records = join(folder, FOLDER);
  const names = existsSync(records) ? readdirSync(records).filter((name) => name.endsWith('.json')) : [];
  const failures: string[] = [];
  for (const name of names.sort()) {
    const wrong = await readRecord(join(records, name)).then(firstDifference, (error: unknown) => {
      if (error instanceof Refusal) return error.message;
      throw error;
    });
    if (wrong !== null) failures.push(`${FOLDER}/${name}: ${wrong}`);
  }
  return { runs: names.length, failures };
}

async function firstDifference(recording: Recording): Promise<string | null> {
  const runner = await createChartRunner({ threads: 0, clock: systemClock });
  try {
    for await (const { entry, difference } of replay(recording, runner))
      if (difference !== null) return otherwise(entry.engineVersion, entry.seq, difference);
    return null;
  } finally {
    await runner.close();
  }
}
