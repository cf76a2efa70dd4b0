import { expect, it } from 'vitest';

import { projectSource } from '../../src/cli/project-source.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';

type Loaded = Extract<ReturnType<typeof loadConfiguration>, { configuration: unknown }>['configuration'];

function configured(change: (configuration: Loaded) => void): Loaded {
  const loaded = loadConfiguration();
  if (!('configuration' in loaded)) throw new Error('the shipped configuration has errors');
  const configuration = structuredClone(loaded.configuration);
  change(configuration);
  return configuration;
}

const realSwitch = {
  ...{ kind: 'freeswitch', name: 'real', speech: null },
} as unknown as Loaded['switches'][number];

it('simulated switches need no voice for any language', () => {
  expect(projectSource(configured(() => undefined)).voices).toBeUndefined();
});

it('a real switch needs one for the languages of its services, and for no other that has prompts', () => {
  const speaks = (locale: string, heard: string): boolean | undefined =>
    projectSource(
      configured((configuration) => {
        configuration.switches = [realSwitch];
        for (const service of Object.values(configuration.services)) service.locale = heard;
      }),
    ).voices?.speaks(locale);
  expect(speaks('de-DE', 'en-US')).toBe(true);
  expect(speaks('en-US', 'en-US')).toBe(true);
  expect(speaks('de-DE', 'de-AT')).toBe(false);
});
