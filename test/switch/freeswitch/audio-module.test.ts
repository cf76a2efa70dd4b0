import { expect, test } from 'vitest';

import type { Logger } from '../../../src/core/logger.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { eventually } from '../../support/eventually.ts';
import { site } from '../../support/simulated-site.ts';

/** What is logged as an error while a switch with such `audio` is connected. */
async function complaints(audio: 'path' | 'http_cache' | 'httapi'): Promise<string[]> {
  const said: string[] = [];
  const log: Logger = { ...silentLogger, error: (_, message) => void said.push(message) };
  const { fleet } = await site({ audio, log });
  await eventually(() => fleet.health().every(({ up }) => up));
  // Asked one after the other on one connection: when this is answered, so was the question for the module.
  await fleet.lookup('nobody');
  return said;
}

test('a switch without the module that prompts come by is complained of at connect', async () => {
  expect(await complaints('http_cache')).toEqual([
    '"audio: http_cache" needs a module that this switch has not loaded',
  ]);
  expect(await complaints('path')).toEqual([]);
});
