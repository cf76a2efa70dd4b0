import { DialHold } from '../../src/app/dial-hold.ts';
import { PinTries } from '../../src/app/pin-tries.ts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Express } from 'express';
import supertest from 'supertest';

import { fixedConfiguration, openLiveConfiguration } from '../../src/app/live-configuration.ts';
import type { App } from '../../src/app/ports.ts';
import { createRouter, type Router } from '../../src/app/router.ts';
import type { AccessConfiguration, Configuration } from '../../src/callback/configuration.ts';
import type { ConfigurationGround } from '../../src/callback/configuration-ground.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import type { Logger } from '../../src/core/logger.ts';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { DialogPreviews } from '../../src/http/dialog-preview.ts';
import type { TestPhone } from '../../src/http/test-phone-router.ts';
import { createHttpApp } from '../../src/http/server.ts';
import { targetChecks } from '../../src/routing/target-checks.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { servedDocument } from '../../src/strategy/served-document.ts';
import { chartPictures } from '../../src/strategy/chart-pictures.ts';
import { receiveEvent } from '../../src/strategy/receive-event.ts';
import { createWebSessions } from '../../src/strategy/web-sessions.ts';
import type { Store } from '../../src/store/store.ts';
import { noFeeds, noLists } from '../support/no-feeds.ts';
import { createMemorySwitch, type MemorySwitch } from '../../src/switch/memory/memory-switch.ts';

export interface World {
  app: App;
  clock: VirtualClock;
  store: Store;
  switch: MemorySwitch;
  router: Router;
  http: Express;
  /** Sessions that were told that something waits for them. */
  woken: string[];
  /** What went into the log as an error. */
  logged: object[];
  api: ReturnType<typeof supertest>;
  close(): Promise<void>;
}

interface Wishes {
  access?: Partial<AccessConfiguration>;
  token?: string | null;
  testPhone?: TestPhone | null;
  previews?: DialogPreviews;
  /** Keys of agents, by id. */
  agentKeys?: Record<string, string>;
  /** Other media of every agent. */
  media?: Configuration['agents'][number]['media'];
  /** What agents may say. */
  agentRules?: Partial<Configuration['agentRules']>;
  /** Options of the service `classic`, over the shipped ones. */
  options?: Record<string, string | number | boolean>;
  /** Other settings of that service. */
  service?: Partial<Configuration['services'][number]>;
  /** Settings of the Genesys API. */
  genesys?: Partial<Configuration['genesys']>;
  /** Office hours and capacities that options name. */
  hours?: Configuration['hours'];
  capacity?: Configuration['capacity'];
  published?: boolean;
  /** The configuration may be edited over HTTP. */
  editable?: boolean;
  publish?: Parameters<typeof createHttpApp>[0]['publish'];
  lint?: Parameters<typeof createHttpApp>[0]['lint'];
  store?: (store: Store) => Store;
  page?: Parameters<typeof createHttpApp>[0]['page'];
  sound?: (hash: string) => Promise<string | null>;
  recordings?: Parameters<typeof createHttpApp>[0]['recordings'];
}

const documents = {
  'dialogs/classic.scxml':
    '<scxml><datamodel><data id="dnis"/><data id=\'lang\' expr="\'en\'"/></datamodel></scxml>',
  'dialogs/classic.yaml': 'dialog: classic',
  'dialogs/shop/src-gen/main.vxml': '<vxml/>',
  'dialogs/shop/include/x.js': 'var a;',
};

/** Those that requests look for before they begin a session. */
const notifying = Object.fromEntries(
  ['notify', 'status-notifications'].map((name) => {
    const path = `dialogs/${name}.scxml`;
    return [path, readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')];
  }),
);

/** The shipped configuration behind HTTP: a store in memory, a switch in memory, and the real router. */
export async function httpWorld(wishes: Wishes = {}): Promise<World> {
  const clock = new VirtualClock();
  const random = seededRandom(11);
  const real = await openSqliteStore({ path: ':memory:', threads: false });
  const store = wishes.store?.(real) ?? real;
  const people = createDirectory({ clock, random }, { talkMs: 5000 });
  const telephony = createMemorySwitch({ clock, random, people, speechRate: 20 });
  const woken: string[] = [];
  const logged: object[] = [];
  const shipped = shippedConfiguration(wishes);
  const live = wishes.editable
    ? await openLiveConfiguration({ ...shipped, store, log: logTo(logged) })
    : fixedConfiguration(shipped.configuration);
  const app: App = {
    clock,
    random,
    log: logTo(logged),
    store,
    switch: telephony,
    sessions: { wake: (ids) => void woken.push(...ids) },
    routing: { send: (message) => router.send(message) },
    config: () => live.current(),
    refreshConfig: () => live.refresh(),
    dialHold: new DialHold(),
    pinTries: new PinTries(),
    feeds: noFeeds,
    doNotCall: noLists,
    activeSet: async () => (await store.sets.active()) ?? Promise.reject(new Error('nothing published')),
  };
  if (wishes.published !== false)
    await real.sets.publish({ hash: 'set-1', publishedAt: clock.now(), files: notifying });
  const router = createRouter(app);
  await router.start();
  await telephony.start({
    arrived: () => undefined,
    ringing: () => undefined,
    ended: () => undefined,
    lost: () => Promise.resolve(false),
    isStale: () => false,
    healthChanged: () => undefined,
  });
  const http = createHttpApp({
    chart: chartPictures(store),
    app,
    router,
    page: wishes.page ?? (async () => ({ status: 404, headers: {}, body: '' })),
    ...(wishes.sound ? { sound: wishes.sound } : {}),
    recordings: wishes.recordings,
    sessionEvent: (request) => receiveEvent(app, request),
    webSessions: createWebSessions(app, async () => true),
    document: async (path, query) => servedDocument(documents, path, query),
    previews: wishes.previews,
    testPhone: wishes.testPhone ?? null,
    publish: wishes.publish ?? (async () => ({ published: true, problems: [] })),
    live,
    lint: wishes.lint ?? (async () => []),
    simulated: ['the telephone switch'],
    token: wishes.token ?? null,
  });
  const close = async (): Promise<void> => {
    live.close();
    router.stop();
    await telephony.stop();
    await real.close();
  };
  return { app, clock, store, switch: telephony, router, http, woken, logged, api: supertest(http), close };
}

/** Every callback there is. */
export async function everyCallback(world: World): Promise<unknown[]> {
  return (await world.store.callbacks.find({ limit: 500 })).records;
}

function shippedConfiguration(wishes: Wishes): { configuration: Configuration; ground: ConfigurationGround } {
  const file = fileURLToPath(new URL('../../config/ringback.yaml', import.meta.url));
  const loaded = loadConfiguration({ file, environment: {}, targets: targetChecks });
  if (!('configuration' in loaded)) throw new Error('the shipped configuration has mistakes');
  const revised: ConfigurationGround['with'] = (patch) => {
    const found = loaded.ground.with(patch);
    return 'problems' in found ? found : { ...found, configuration: asWished(found.configuration, wishes) };
  };
  return {
    configuration: asWished(loaded.configuration, wishes),
    ground: { ...loaded.ground, with: revised },
  };
}

function asWished(configuration: Configuration, wishes: Wishes): Configuration {
  const { access, options, agentKeys, agentRules, media } = wishes;
  return {
    ...configuration,
    hours: wishes.hours ?? configuration.hours,
    capacity: wishes.capacity ?? configuration.capacity,
    access: { ...configuration.access, ...access },
    genesys: { ...configuration.genesys, ...wishes.genesys },
    agents: configuration.agents.map((one) => ({
      ...one,
      key: agentKeys?.[one.id] ?? null,
      media: media ?? {},
    })),
    agentRules: { ...configuration.agentRules, ...agentRules },
    services: configuration.services.map((one) => ({
      ...one,
      ...wishes.service,
      options: { ...one.options, ...options },
    })),
  };
}

function logTo(entries: object[]): Logger {
  const nothing = (): void => undefined;
  return { debug: nothing, info: nothing, warn: nothing, error: (fields) => void entries.push(fields) };
}
