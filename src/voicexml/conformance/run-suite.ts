import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { messageOf } from '../../core/errors.ts';
import { runConformanceTest, type ConformanceTest } from './conformance-test.ts';

export interface SuiteResult {
  passed: number;
  failures: { id: string; reason: string }[];
  skipped: { id: string; reason: string }[];
}

/** Why a test cannot be run by a browser that listens to keys; null for all others. */
export function skipReason({ needsAsr, expect }: ConformanceTest): string | null {
  return needsAsr && expect.outcome !== 'parses' ? 'asks for speech; the browser listens to keys only' : null;
}

/** The tests of a folder: what its `index.json` lists. */
export function readSuite(folder: string): ConformanceTest[] {
  return JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as ConformanceTest[];
}

/** Runs a folder of VoiceXML tests one after the other. */
export async function runVxmlSuite(folder: string): Promise<SuiteResult> {
  const result: SuiteResult = { passed: 0, failures: [], skipped: [] };
  for (const test of readSuite(folder)) {
    const skip = skipReason(test);
    const reason = skip === null ? await outcomeOf(folder, test) : null;
    if (skip !== null) result.skipped.push({ id: test.id, reason: skip });
    else if (reason === null) result.passed++;
    else result.failures.push({ id: test.id, reason });
  }
  return result;
}

async function outcomeOf(folder: string, test: ConformanceTest): Promise<string | null> {
  try {
    return await runConformanceTest(folder, test);
  } catch (error) {
    return messageOf(error);
  }
}
