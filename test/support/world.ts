import type { InteractionRecord, CallbackRecord } from '../../src/callback/record.ts';
import { openLiveConfiguration } from '../../src/app/live-configuration.ts';
import type { ConfigurationGround } from '../../src/callback/configuration-ground.ts';
import type { Configuration, ServiceConfiguration } from '../../src/callback/configuration.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { silentLogger, type Logger } from '../../src/core/logger.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { compose, type Parts, type Ringback } from '../../src/main.ts';
import { lintFolder } from '../../src/dialog/publish-folder.ts';
import { createDirectory, type Directory } from '../../src/simulation/directory.ts';
import { textPhone, type TextPhone } from '../../src/simulation/text-phone.ts';
import type { Store } from '../../src/store/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { inOrder } from './in-order.ts';
import { watched } from './watched-store.ts';
import { createMemorySwitch, type MemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import type { Perception, PhoneLine } from '../../src/switch/person.ts';
import type { Switch } from '../../src/switch/switch.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import { questions } from '../../src/app/questions.ts';
import type { TraceItem } from '../../src/scxml/step.ts';
import { contentHash } from '../../src/core/ids.ts';
import { formatProblem } from '../../src/core/problem.ts';
import type { Recordings } from '../../src/voice/recordings.ts';

export interface WorldOptions {
  /** Changes of the service `classic`. */
  service?: Partial<Omit<ServiceConfiguration, 'options'>> & { options?: ServiceConfiguration['options'] };
  /** Office hours and capacities that the service may name. */
  hours?: Configuration['hours'];
  capacity?: Configuration['capacity'];
  /** Rules for numbers; the first are those of every queue. */
  numbers?: Configuration['numbers'];
  /** Numbers besides the shipped one. */
  routingPoints?: Configuration['routingPoints'];
  genesys?: Partial<Configuration['genesys']>;
  /** SIP headers of legs. */
  headers?: Configuration['headers'];
  /** Agents in place of the shipped ones. */
  team?: Configuration['agents'];
  /** Codes that agents may give their conversations. */
  dispositions?: readonly string[];
  /** Agents that are there; the others are logged out. */
  agents?: string[];
  /** How long a conversation lasts, ms. */
  talkMs?: number;
  /** Texts of documents that take the place of the shipped ones, by path. */
  documents?: Record<string, string>;
  store?: Store;
  /** Opens a store outside of the process in place of the one in memory. */
  openStore?: (() => Promise<Store>) | undefined;
  log?: Logger;
  /** How sessions and the world talk over HTTP. */
  sessionEvents?: Partial<Configuration['sessionEvents']>;
  /** Servers whose VoiceXML pages may be run. */
  pageHosts?: string[];
  /** A promise of the end of what is under way outside of the process, besides the store; null when nothing is. */
  underWay?: (() => Promise<unknown> | null) | undefined;
  /** Where what callers say is kept while a dialog runs; without it nothing can be recorded. */
  recordings?: Recordings;
  /** Who is asked outside for numbers. */
  askOutside?: Parts['askOutside'];
  /** The configuration may be edited (`edit`). */
  editable?: boolean;
  /** False: nothing is composed yet. */
  composed?: boolean;
}

/** What a caller at a text phone noticed. */
export interface Heard {
  line: PhoneLine;
  perception: Perception;
}

/**
 * A whole Ringback on virtual time: the shipped configuration and documents, the switch in memory, simulated people.
 * Calls, pages, commits and strategies are the real ones.
 */
export class World {
  readonly clock = new VirtualClock();
  readonly random: Random = seededRandom(7);
  readonly people: Directory;
  readonly switch: MemorySwitch;
  readonly configuration: Configuration;
  readonly store: Store;
  readonly log: Logger;
  readonly #options: WorldOptions;
  #ringback: Ringback | null = null;

  private constructor(store: Store, options: WorldOptions) {
    this.store = store;
    this.#options = options;
    this.log = options.log ?? silentLogger;
    this.configuration = configurationOf(options);
    const scene = { clock: this.clock, random: this.random };
    this.people = createDirectory(scene, { talkMs: options.talkMs ?? 20_000 });
    this.switch = createMemorySwitch({ ...scene, people: this.people, speechRate: 15 });
  }

  static async create(options: WorldOptions = {}): Promise<World> {
    const outside = options.openStore ? watched(await options.openStore()) : null;
    const store =
      options.store ?? outside?.store ?? (await openSqliteStore({ path: ':memory:', threads: false }));
    const world = new World(store, options);
    world.clock.waitFor(() => {
      const pending = [outside?.underWay(), options.underWay?.()].filter((one) => one != null);
      return pending.length > 0 ? Promise.all(pending) : null;
    });
    const files = { ...(await shippedDocuments()), ...options.documents };
    await store.sets.publish({
      hash: contentHash(JSON.stringify(files)),
      publishedAt: world.clock.now(),
      files,
    });
    if (options.composed !== false) await world.compose({});
    return world;
  }

  /** Puts a Ringback on the same store and switch; the one before is left as a killed process would be. */
  async compose(parts: { store?: Store; switch?: Switch }): Promise<Ringback> {
    const { store = this.store } = parts;
    const live = this.#options.editable
      ? await openLiveConfiguration({ ...groundOf(this.#options), store, log: this.log })
      : undefined;
    this.#ringback = await compose(this.configuration, {
      ...(live && { live }),
      clock: this.clock,
      random: this.random,
      log: this.log,
      store,
      switch: parts.switch ?? this.switch,
      threads: { strategies: 0, voice: 0 },
      node: 'test',
      testPhone: null,
      simulated: [],
      token: null,
      secret: 'test',
      recordings: this.#options.recordings,
      ...(this.#options.askOutside && { askOutside: this.#options.askOutside }),
    });
    await this.#ringback.start();
    return this.#ringback;
  }

  /** Edits the configuration by a merge patch over the file. */
  async edit(patch: JsonObject): Promise<void> {
    const no = (await this.store.revisions.head()) + 1;
    const by = { at: this.clock.now(), author: 'test', reason: '', ground: '', changes: [] };
    await this.store.revisions.add({ no, patch, ...by });
    await this.ringback.app.refreshConfig();
  }

  get ringback(): Ringback {
    if (!this.#ringback) throw new Error('nothing is running');
    return this.#ringback;
  }

  /** Somebody at a text phone who can be called back there. */
  phone(from: string, keys: string[] = []): { phone: TextPhone; heard: Heard[] } {
    const heard: Heard[] = [];
    const phone = textPhone(
      { clock: this.clock, random: this.random },
      { keys, onPerception: (line, perception) => heard.push({ line, perception }) },
    );
    this.people.register(from, phone);
    return { phone, heard };
  }

  /** Rings the routing point; returns the call's id. */
  ring(from: string, keys: string[] = [], to = '8000'): { id: string; heard: Heard[] } {
    const { phone, heard } = this.phone(from, keys);
    return { id: this.switch.ring(phone, { from, to }), heard };
  }

  /** Starts a session of a strategy of the set; it begins once something is composed. */
  async startSession(id: string, strategy: string): Promise<void> {
    const setHash = await this.store.sets.active();
    if (setHash === null) throw new Error('no set is published');
    const nobody = { callbackId: null, interactionId: null, params: {}, snapshot: null, chartHash: '' };
    const begun = { seq: 0, status: 'running' as const, startedAt: this.clock.now(), finishedAt: null };
    await this.store.sessions.start({ events: [], row: { id, strategy, setHash, ...nobody, ...begun } });
  }

  /** What a session and those it invoked logged, in order. */
  async logsOf(sessionId: string): Promise<string[]> {
    const journal = await this.store.sessions.journal(sessionId);
    const items = journal.flatMap(({ trace }) => trace as unknown as TraceItem[]);
    return items.flatMap((item) => (item.kind === 'log' ? [item.text] : []));
  }

  async until(done: () => boolean | Promise<boolean>, what: string): Promise<void> {
    if (!(await this.clock.until(done, 86_400_000))) throw new Error(`never came: ${what}`);
  }

  async callbacks(): Promise<CallbackRecord[]> {
    return (await this.store.callbacks.find({ limit: 100 })).records;
  }

  async callback(): Promise<CallbackRecord | undefined> {
    return (await this.callbacks())[0];
  }

  /** Waits for the (only) callback to be COMPLETED. */
  async completed(): Promise<CallbackRecord> {
    await this.until(async () => (await this.callback())?.state === 'COMPLETED', 'a COMPLETED callback');
    const record = await this.callback();
    if (!record) throw new Error('there is no callback');
    return record;
  }

  async interaction(id: string): Promise<InteractionRecord> {
    const record = await this.store.interactions.get(id);
    if (!record) throw new Error(`there is no interaction ${id}`);
    return record;
  }

  /** How often a phone rang. */
  ringsOf(number: string): number {
    const digits = number.replace(/\D/g, '');
    return this.switch.rings().filter((ring) => ring.phone.replace(/\D/g, '') === digits).length;
  }

  /** Lets go of everything; whatever the test was about, nobody may have been served out of turn. */
  async close(): Promise<void> {
    await this.#ringback?.stop();
    if (this.#ringback) await inOrder(this.#ringback.app);
    await this.store.close();
  }
}

let shipped: Promise<Record<string, string>> | null = null;

/** The project's own documents, checked as `ringback lint` does. */
export function shippedDocuments(): Promise<Record<string, string>> {
  return (shipped ??= lintFolder({ folder: '.', questions, lintStrategy: strategyProblems }).then(
    ({ files, problems }) => {
      const errors = problems.filter((problem) => problem.severity === 'error');
      if (errors.length > 0) throw new Error(errors.map(formatProblem).join('\n'));
      return { ...files };
    },
  ));
}

function configurationOf(options: WorldOptions): Configuration {
  return groundOf(options).configuration;
}

/** The shipped configuration as the options have it, and so whatever is edited of it. */
function groundOf(options: WorldOptions): { configuration: Configuration; ground: ConfigurationGround } {
  const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const revised: ConfigurationGround['with'] = (patch) => {
    const found = loaded.ground.with(patch);
    if ('problems' in found) throw new Error(JSON.stringify(found.problems));
    return { ...found, configuration: asWished(found.configuration, options) };
  };
  const ground = { ...loaded.ground, with: revised };
  return { configuration: asWished(loaded.configuration, options), ground };
}

function asWished(configuration: Configuration, options: WorldOptions): Configuration {
  const there = options.agents ?? ['1001'];
  return {
    ...configuration,
    simulation: null,
    agentRules: { ...configuration.agentRules, dispositions: options.dispositions ?? [] },
    hours: options.hours ?? configuration.hours,
    capacity: options.capacity ?? configuration.capacity,
    routingPoints: [...configuration.routingPoints, ...(options.routingPoints ?? [])],
    headers: options.headers ?? configuration.headers,
    genesys: { ...configuration.genesys, ...options.genesys },
    sessionEvents: { ...configuration.sessionEvents, ...options.sessionEvents },
    voicexml: { hosts: options.pageHosts ?? configuration.voicexml.hosts },
    agents:
      options.team ??
      configuration.agents.map((agent) => ({
        ...agent,
        initial: there.includes(agent.id) ? 'ready' : 'logged-out',
      })),
    // As at a real site, whatever the simulated conversations of the demonstration last.
    numbers: options.numbers ?? configuration.numbers,
    queues: configuration.queues.map((queue) => ({
      ...queue,
      handleTimeMs: 180_000,
      numbers: options.numbers?.[0]?.name ?? queue.numbers,
    })),
    services: configuration.services.map((service) => ({
      ...service,
      offerThresholdS: 0,
      ...options.service,
      options: { ...service.options, ...options.service?.options },
    })),
  };
}
