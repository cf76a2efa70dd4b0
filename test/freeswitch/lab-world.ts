import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onlyGateway } from '../../src/callback/gateway.ts';
import { questions } from '../../src/app/questions.ts';
import type { Configuration } from '../../src/callback/configuration.ts';
import type { CallbackRecord, InteractionRecord } from '../../src/callback/record.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { storyOf } from '../../src/report/story.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import type { Switch, SwitchCall } from '../../src/switch/switch.ts';

const around = { clock: systemClock, random: systemRandom, log: silentLogger };

/** Whom the switch reaches at which SIP port, and options of the service `classic`. */
export interface LabWorldOptions {
  customer: number;
  agent?: number;
  options?: CallbackRecord['options'];
}

/** The shipped configuration, dialogs and strategies on the lab's FreeSWITCH; every caller is offered a callback. */
export class LabWorld {
  readonly store: Store;
  /** The leg of the first phone that was heard ringing. */
  readonly rang: Promise<string>;
  readonly #heardRinging: (id: string) => void;
  /** Texts that calls began to hear. */
  #heard: { callId: string; text: string }[] = [];
  #heardMore = Promise.withResolvers<undefined>();
  readonly #folder: string;
  readonly #options: LabWorldOptions;
  #ringback!: Ringback;

  static async open(options: LabWorldOptions): Promise<LabWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-fs-'));
    const store = await openSqliteStore({ path: join(folder, 'store.sqlite'), threads: true });
    await publishFolder(
      { store, clock: systemClock },
      { folder: '.', questions, lintStrategy: strategyProblems },
    );
    const world = new LabWorld(folder, store, options);
    await world.#start();
    return world;
  }

  private constructor(folder: string, store: Store, options: LabWorldOptions) {
    const rang = Promise.withResolvers<string>();
    this.#folder = folder;
    this.#options = options;
    this.store = store;
    this.rang = rang.promise;
    this.#heardRinging = rang.resolve;
  }

  get ringback(): Ringback {
    return this.#ringback;
  }

  /** Another process takes over the store and the doors; calls stay on the switch. */
  async restart(): Promise<void> {
    await this.#ringback.stop();
    await this.#start();
  }

  /** Lets go of everything; says what happened when the test has failed. */
  async close({ task }: { task: { result?: { state: string } } }): Promise<void> {
    if (task.result?.state === 'fail') console.error(await this.#story());
    await this.#ringback.stop();
    await this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Waits until the only callback is as described. */
  callbackThat(is: (record: CallbackRecord) => boolean): Promise<CallbackRecord> {
    return this.#found(async () => (await this.store.callbacks.find({ limit: 1 })).records.find(is));
  }

  /** Waits until a call is as described. */
  interactionThat(is: (record: InteractionRecord) => boolean): Promise<InteractionRecord> {
    return this.#found(async () => (await this.store.interactions.recent(10)).find(is));
  }

  /** Waits until no session runs any more. */
  async sessionsOver(): Promise<void> {
    await this.#found(async () => ((await this.store.sessions.running()).length === 0 ? true : undefined));
  }

  /** Waits until a call begins to hear such a text, and gives its id. Each text is found once. */
  async hears(text: string): Promise<string> {
    for (;;) {
      const at = this.#heard.findIndex((prompt) => prompt.text.includes(text));
      const [prompt] = at < 0 ? [] : this.#heard.splice(0, at + 1).slice(-1);
      if (prompt) return prompt.callId;
      await this.#heardMore.promise;
    }
  }

  async #found<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const changed = Promise.withResolvers<undefined>();
      const unsubscribe = this.store.onChange(() => changed.resolve(undefined));
      const found = await look();
      if (found === undefined) await changed.promise;
      unsubscribe();
      if (found !== undefined) return found;
    }
  }

  async #story(): Promise<string> {
    const [callback] = (await this.store.callbacks.find({ limit: 1 })).records;
    const [interaction] = await this.store.interactions.recent(1);
    const story = await storyOf(this.store, callback?.id ?? interaction?.sessionId ?? '');
    const lines = story?.lines.map((line) => Object.values({ ...line, session: '' }).join(' '));
    return [...(lines ?? []), JSON.stringify(callback), JSON.stringify(interaction)].join('\n');
  }

  async #start(): Promise<void> {
    this.#ringback = await compose(configurationOf(this.#options), {
      ...around,
      store: this.store,
      switch: this.#listening(switchOf(this.#options)),
      threads: { strategies: 1, voice: 1 },
      node: 'test',
      testPhone: null,
      simulated: [],
      token: null,
      secret: 'test',
    });
    await this.#ringback.start();
  }

  #listening(fleet: Switch): Switch {
    return {
      ...fleet,
      start: (listener) =>
        fleet.start({
          ...listener,
          arrived: (call) => {
            this.#listenTo(call);
            listener.arrived(call);
          },
          ringing: (id) => {
            this.#heardRinging(id);
            listener.ringing(id);
          },
        }),
    };
  }

  #listenTo(call: SwitchCall): void {
    const play = call.play.bind(call);
    call.play = (segments) => {
      const text = segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join(' ');
      this.#heard.push({ callId: call.id, text });
      this.#heardMore.resolve(undefined);
      this.#heardMore = Promise.withResolvers();
      return play(segments);
    };
  }
}

function configurationOf({ options }: LabWorldOptions): Configuration {
  const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
  if ('problems' in loaded) throw new Error('the shipped configuration has mistakes');
  const { configuration } = loaded;
  const services = configuration.services.map((service) => ({
    ...service,
    offerThresholdS: 0,
    options: { ...service.options, ...options },
  }));
  return { ...configuration, simulation: null, services };
}

function switchOf({ customer, agent }: LabWorldOptions): Switch {
  const doors = createDoors({ host: '127.0.0.1', port: 8084 }, around);
  const member = createFreeSwitch(
    {
      kind: 'freeswitch',
      name: 'lab',
      host: '127.0.0.1',
      port: 8021,
      password: 'ClueCon',
      gateways: [onlyGateway(`sofia/internal/{number}@127.0.0.1:${customer}`)],
      dialUri: 'sofia/external/{uri}',
      dialsPerSecond: null,
      dialPhone: `sofia/internal/agent@127.0.0.1:${agent ?? 9}`,
      enter: '8000 XML public',
      addresses: ['127.0.0.1'],
      speech: 'flite|slt',
      audio: 'path',
      music: 'tone_stream://%(2000,4000,440,480);loops=-1',
      detection: { avmd: true, tones: 'cpd' },
    },
    doors,
    around,
  );
  return createFleet([member], doors);
}
