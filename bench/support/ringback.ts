import { fileURLToPath } from 'node:url';

import { openLiveConfiguration } from '../../src/app/live-configuration.ts';
import { questions } from '../../src/app/questions.ts';
import type { ConfigurationGround } from '../../src/callback/configuration-ground.ts';
import type { Configuration, ServiceConfiguration } from '../../src/callback/configuration.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { seededRandom } from '../../src/core/random.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import type { Store } from '../../src/store/store.ts';
import type { Switch } from '../../src/switch/switch.ts';
import { createMemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import type { SpeechHouse } from '../../src/voice/speech/open-speech.ts';
import { listen } from './listen.ts';
import { temporaryStore } from './temporary-store.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Running {
  ringback: Ringback;
  store: Store;
  url: string;
  close(): Promise<void>;
}

/** What it runs on in place of people in memory, and options of its service. */
interface Telephony {
  switch: Switch;
  switches: Configuration['switches'];
  /** Left out: the switch takes texts as they are. */
  speech: SpeechHouse | undefined;
  options: ServiceConfiguration['options'];
}

/** A Ringback as `start` runs it, with its store and threads; nobody rings. */
export async function startRingback(
  agents: 'ready' | 'logged-out',
  telephony: Telephony | null = null,
): Promise<Running> {
  const { store, close } = await temporaryStore();
  const around = { clock: systemClock, random: seededRandom(1), log: silentLogger };
  const source = { folder: root, questions, lintStrategy: strategyProblems };
  const { hash, problems } = await publishFolder({ store, clock: systemClock }, source);
  if (hash === null) throw new Error(problems.map(formatProblem).join('\n'));
  const shipped = configuration(agents, telephony?.options ?? {});
  const live = await openLiveConfiguration({ ...shipped, ...around, store });
  const switches = telephony?.switches ?? shipped.configuration.switches;
  const ringback = await compose(
    { ...shipped.configuration, switches },
    {
      ...around,
      store,
      live,
      speech: telephony?.speech,
      switch:
        telephony?.switch ??
        createMemorySwitch({
          ...around,
          people: createDirectory(around, { talkMs: 5_000 }),
          speechRate: 15,
        }),
      threads: { strategies: 1, voice: 1 },
      node: 'bench',
      testPhone: null,
      simulated: [],
      token: null,
      secret: 'bench',
    },
  );
  await ringback.start();
  const server = await listen(ringback.http);
  return {
    ringback,
    store,
    url: server.url,
    async close() {
      server.close();
      await ringback.stop();
      live.close();
      await close();
    },
  };
}

/** The shipped one; a callback is offered whatever the wait is, a slot is never full, and nobody asks too often. */
function configuration(
  agents: 'ready' | 'logged-out',
  options: ServiceConfiguration['options'],
): { configuration: Configuration; ground: ConfigurationGround } {
  const loaded = loadConfiguration({ file: `${root}config/ringback.yaml`, environment: {} });
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const { configuration, ground } = loaded;
  const wished = {
    ...configuration,
    agents: configuration.agents.map((agent) => ({ ...agent, initial: agents })),
    services: configuration.services.map((service) => ({
      ...service,
      offerThresholdS: 0,
      options: {
        ...service.options,
        _max_request_by_time_bucket: 100_000,
        _throttle_callbacks_per_service_1: 0,
        ...options,
      },
    })),
  };
  return { configuration: wished, ground };
}
