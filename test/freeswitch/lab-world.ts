import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onlyGateway, type Gateway } from '../../src/callback/gateway.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import type { AgentConfiguration, Configuration } from '../../src/callback/configuration.ts';
import type { CallbackRecord, InteractionRecord } from '../../src/callback/record.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock, type Clock } from '../../src/core/clock.ts';
import { contentHash } from '../../src/core/ids.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { storyOf } from '../../src/report/story.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { TraceItem } from '../../src/scxml/step.ts';
import type { Store } from '../../src/store/store.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch, type FreeSwitchOptions } from '../../src/switch/freeswitch/freeswitch.ts';
import type { PlaySegment, Switch, SwitchCall } from '../../src/switch/switch.ts';
import { testAgent } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import type { Phone, TelephoneLab } from '../support/telephone-lab.ts';
import { shippedDocuments } from '../support/world.ts';
import { SoundOverHttp } from './sound-over-http.ts';

/** Nobody is there: no SIP phone at the port, and nobody simulated at the number. */
const NOBODY = 'sofia/internal/+12025550105@127.0.0.1:9';

/** Whom it reaches may change. */
type LabSwitch = FreeSwitchOptions & { gateways: Gateway[] };

export interface LabWorldOptions {
  /** Whom the switch reaches at every number. */
  customer?: Phone;
  /** Whom it reaches at the numbers that begin so. */
  customers?: Readonly<Record<string, Phone>>;
  /** A gateway that is tried before leads there. */
  firstGateway?: Phone;
  /** The phones of those who are ready: 1001, and 1002 if there is a second. Left out: one who cannot be reached. */
  agents?: Phone[];
  /** Texts of documents that take the place of the shipped ones, by path. */
  documents?: Record<string, string>;
  /** Of the service `classic`. */
  options?: CallbackRecord['options'];
  service?: Partial<Configuration['services'][number]>;
  /** The switch has no disk in common with us: sound goes to and fro over HTTP, by mod_httapi. */
  elsewhere?: boolean;
  /** Of those agents, in their order; what is left out is as shipped. */
  team?: Partial<AgentConfiguration>[];
  /** Another switch that shares the load. */
  second?: TelephoneLab;
  /** The first node, whose store this one shares; left out: this is the only one. */
  beside?: LabWorld;
}

/** The shipped configuration, dialogs and strategies on the lab's switch; every caller is offered a callback. */
export class LabWorld {
  readonly store: Store;
  /** The leg of the first phone that was heard ringing. */
  readonly rang: Promise<string>;
  readonly #heardRinging: (id: string) => void;
  /** Texts that calls began to hear, and files by their address. */
  #heard: { callId: string; text: string }[] = [];
  #heardMore = Promise.withResolvers<undefined>();
  readonly #folder: string | null;
  readonly #lab: TelephoneLab;
  readonly #options: LabWorldOptions;
  readonly #switches: LabSwitch[];
  readonly #overHttp = new SoundOverHttp((request, response) => void this.#ringback.http(request, response));
  #ringback!: Ringback;

  static async open(lab: TelephoneLab, options: LabWorldOptions): Promise<LabWorld> {
    const folder = options.beside ? null : mkdtempSync(join(tmpdir(), 'ringback-fs-'));
    const world = new LabWorld(lab, options, {
      folder,
      store: options.beside?.store ?? (await newStore(String(folder), lab.clock, options.documents)),
    });
    await world.#start();
    return world;
  }

  private constructor(
    lab: TelephoneLab,
    options: LabWorldOptions,
    { folder, store }: { folder: string | null; store: Store },
  ) {
    const rang = Promise.withResolvers<string>();
    this.#lab = lab;
    this.#folder = folder;
    this.#options = options;
    this.#switches = switchOptions(lab, options);
    this.store = store;
    this.rang = rang.promise;
    this.#heardRinging = rang.resolve;
  }

  /** What the switch asked of us over HTTP: `GET /vxml/said/...`. */
  get asked(): readonly string[] {
    return this.#overHttp.asked;
  }

  get ringback(): Ringback {
    return this.#ringback;
  }

  /** From now on the switch reaches this phone at every number. */
  customerIs(phone: Phone): void {
    for (const { gateways } of this.#switches) gateways.splice(0, 1, onlyGateway(phone.dialString));
  }

  /** Waits until the connection to a switch is as described. */
  async healthThat(is: (up: boolean, name: string) => boolean): Promise<void> {
    const found = (): boolean => this.#ringback.app.switch.health().some(({ up, name }) => is(up, name));
    await eventually(found);
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
    this.#overHttp.close();
    if (this.#folder === null) return;
    await this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Waits until the only callback is as described. */
  callbackThat(is: (record: CallbackRecord) => boolean): Promise<CallbackRecord> {
    return this.#found(async () => (await this.store.callbacks.find({ limit: 1 })).records.find(is));
  }

  /** Waits until so many callbacks are COMPLETED, and gives them. */
  allCompleted(count: number): Promise<CallbackRecord[]> {
    return this.#found(async () => {
      const counts = await this.store.callbacks.counts();
      const done = counts.reduce((sum, one) => sum + (one.state === 'COMPLETED' ? one.count : 0), 0);
      if (done < count) return undefined;
      return (await this.store.callbacks.find({ states: ['COMPLETED'], limit: count })).records;
    });
  }

  /** Waits until a call is as described. */
  interactionThat(is: (record: InteractionRecord) => boolean): Promise<InteractionRecord> {
    return this.#found(async () => (await this.store.interactions.recent(10)).find(is));
  }

  /** Waits until the session of the caller has logged so many lines, and gives them. */
  logsOfCaller(count: number): Promise<string[]> {
    return this.#found(async () => {
      const caller = (await this.store.interactions.recent(10)).find(({ party }) => party === 'caller');
      const journal = await this.store.sessions.journal(caller?.sessionId ?? '');
      const logs = journal
        .flatMap(({ trace }) => trace as unknown as TraceItem[])
        .flatMap((item) => (item.kind === 'log' ? [item.text] : []));
      return logs.length >= count ? logs : undefined;
    });
  }

  /** Somebody asks for a callback, without having called. */
  book(number = '+14155550142', wish: Record<string, string> = {}): Promise<CallbackRecord> {
    const parameters = { _customer_number: number, ...wish };
    return createCallback(this.#ringback.app, { service: 'classic', id: null, parameters, kvps: {} });
  }

  /** Waits until so many callers and callbacks wait for agents. */
  async waiting(count: number): Promise<void> {
    await this.#found(() =>
      Promise.resolve(this.#ringback.router.state().entries.length >= count ? true : undefined),
    );
  }

  /** From now on customers hang up when they have talked to an agent for so long, ms. */
  endTalksAfter(talkMs: number): void {
    const { app, router } = this.#ringback;
    const heard = new Set<string>();
    this.store.onChange(() => {
      for (const { id, mode } of router.state().entries) {
        if (mode !== 'talking' || heard.has(id)) continue;
        heard.add(id);
        app.clock.at(app.clock.now() + talkMs, () => void this.#hangUp(id));
      }
    });
  }

  /** Ends every call there is. */
  async hangUpAll(): Promise<void> {
    for (const { id } of await this.store.interactions.live())
      await this.#ringback.app.switch.kill(id, 'NORMAL_CLEARING');
  }

  /** Waits until no session runs any more. */
  async sessionsOver(): Promise<void> {
    await this.#found(async () => ((await this.store.sessions.running()).length === 0 ? true : undefined));
  }

  /** Waits until nobody is on a line any more. */
  async callsOver(): Promise<void> {
    await this.#found(async () => ((await this.store.interactions.live()).length === 0 ? true : undefined));
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

  /** Of a caller's interaction, or of a callback. */
  async #hangUp(id: string): Promise<void> {
    const leg = (await this.store.callbacks.get(id))?.interactionId ?? id;
    await this.#ringback.app.switch.kill(leg, 'NORMAL_CLEARING');
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
    const around = { clock: this.#lab.clock, random: systemRandom, log: silentLogger };
    // On a clock of its own pace everything lives in this thread.
    const threads = this.#lab.clock === systemClock ? 1 : 0;
    const configuration = configurationOf(this.#options);
    this.#ringback = await compose(configuration, {
      ...around,
      ...(this.#options.elsewhere &&
        (await this.#overHttp.begin(configuration, this.#switches, {
          ...around,
          folder: String(this.#folder),
        }))),
      store: this.store,
      switch: this.#listening(this.#fleet()),
      threads: { strategies: threads, voice: threads },
      node: this.#options.beside ? 'second' : 'first',
      testPhone: null,
      simulated: [],
      token: null,
      secret: 'test',
    });
    await this.#ringback.start();
  }

  #fleet(): Switch {
    const around = { clock: this.#lab.clock, random: systemRandom, log: silentLogger };
    const port = this.#lab.doorPorts[this.#options.beside ? 1 : 0];
    const doors = createDoors({ host: '127.0.0.1', port }, around);
    return createFleet(
      this.#switches.map((options) => createFreeSwitch(options, doors, around)),
      doors,
    );
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
      const text = segments.map(heardOf).join(' ');
      this.#heard.push({ callId: call.id, text });
      this.#heardMore.resolve(undefined);
      this.#heardMore = Promise.withResolvers();
      return play(segments);
    };
  }
}

function configurationOf({
  options,
  service: changes,
  agents: phones = [],
  team = [],
}: LabWorldOptions): Configuration {
  const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
  if ('problems' in loaded) throw new Error('the shipped configuration has mistakes');
  const { configuration } = loaded;
  const services = configuration.services.map((service) => ({
    ...service,
    offerThresholdS: 0,
    ...changes,
    options: { ...service.options, ...options },
  }));
  const staff = Math.max(configuration.agents.length, phones.length);
  const agents = Array.from({ length: staff }, (_, index) => ({
    ...testAgent(String(1001 + index)),
    ...configuration.agents[index],
    phone: phones[index]?.dialString.replace('{number}', 'agent') ?? NOBODY,
    initial: index < Math.max(1, phones.length) ? ('ready' as const) : ('logged-out' as const),
    ...team[index],
  }));
  return { ...configuration, simulation: null, services, agents };
}

function heardOf(segment: PlaySegment): string {
  return segment.kind === 'text' ? segment.text : segment.kind === 'file' ? segment.path : '';
}

async function newStore(
  folder: string,
  clock: Clock,
  documents: Record<string, string> = {},
): Promise<Store> {
  const store = await openSqliteStore({ path: join(folder, 'store.sqlite'), threads: clock === systemClock });
  const files = { ...(await shippedDocuments()), ...documents };
  await store.sets.publish({ hash: contentHash(JSON.stringify(files)), publishedAt: clock.now(), files });
  return store;
}

/** How the adapter is told of the lab's switch, and of the second one. */
function switchOptions(
  lab: TelephoneLab,
  { customer, customers = {}, second, firstGateway }: LabWorldOptions,
): LabSwitch[] {
  const labs = [lab, ...(second ? [second] : [])];
  return labs.map(({ eslPort }, index) => ({
    kind: 'freeswitch',
    name: index === 0 ? 'lab' : 'second',
    host: '127.0.0.1',
    port: eslPort,
    password: 'ClueCon',
    gateways: [
      { ...onlyGateway(customer?.dialString ?? NOBODY), priority: 1 },
      ...(firstGateway ? [{ ...onlyGateway(firstGateway.dialString), name: 'first' }] : []),
      ...Object.entries(customers).map(([prefix, { dialString }]) => ({
        ...onlyGateway(dialString),
        ...{ name: prefix, prefixes: [prefix] },
      })),
    ],
    dialUri: 'sofia/external/{uri}',
    dialsPerSecond: null,
    dialPhone: '{phone}',
    enter: '8000 XML public',
    addresses: ['127.0.0.1'],
    speech: 'flite|slt',
    audio: 'path',
    music: 'tone_stream://%(2000,4000,440,480);loops=-1',
    detection: { avmd: true, tones: 'cpd', amd: null, early: false },
  }));
}
