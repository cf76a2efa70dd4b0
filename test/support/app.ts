import { DialHold } from '../../src/app/dial-hold.ts';
import { PinTries } from '../../src/app/pin-tries.ts';
import { callArrived } from '../../src/app/call-arrived.ts';
import { callEnded } from '../../src/app/call-ended.ts';
import type { App } from '../../src/app/ports.ts';
import { createRouter, type Router } from '../../src/app/router.ts';
import type { Configuration } from '../../src/callback/configuration.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createDirectory, type Directory } from '../../src/simulation/directory.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMemorySwitch, type MemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import { testConfiguration } from './configuration.ts';
import { noFeeds, noLists } from './no-feeds.ts';

export interface TestApp {
  app: App;
  router: Router;
  clock: VirtualClock;
  people: Directory;
  switch: MemorySwitch;
  /** Sessions that were woken, in order. */
  woken: string[];
  /** What the use cases that follow from calls threw. */
  failures: unknown[];
  /** Changes the active configuration; the router is told by `router.configure()`. */
  reconfigure(fields: Partial<Configuration>): void;
}

/**
 * Use cases on virtual time: a store and a switch in memory, calls wired to call-arrived and call-ended, the
 * router started. No sessions run: what they would take is in their inboxes.
 */
export async function testApp(fields: Partial<Configuration> = {}): Promise<TestApp> {
  const clock = new VirtualClock();
  const random = seededRandom(7);
  const people = createDirectory({ clock, random }, { talkMs: 5000 });
  const memory = createMemorySwitch({ clock, random, people, speechRate: 20 });
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  const woken: string[] = [];
  const failures: unknown[] = [];
  let configuration = testConfiguration(fields);
  const app: App = {
    clock,
    random,
    log: silentLogger,
    store,
    switch: memory,
    sessions: { wake: (ids) => void woken.push(...ids) },
    routing: { send: (message) => router.send(message) },
    config: () => configuration,
    refreshConfig: () => Promise.resolve(),
    dialHold: new DialHold(),
    pinTries: new PinTries(),
    feeds: noFeeds,
    doNotCall: noLists,
    activeSet: () => Promise.resolve('set-1'),
  };
  const router = createRouter(app);
  const noteFailure = (error: unknown): void => void failures.push(error);
  await memory.start({
    arrived: (call) => void callArrived(app, call).catch(noteFailure),
    ringing: () => undefined,
    ended: (end) => void callEnded(app, router, end).catch(noteFailure),
    lost: () => Promise.resolve(false),
    isStale: () => false,
    healthChanged: () => undefined,
  });
  await router.start();
  const reconfigure = (changed: Partial<Configuration>): void => {
    configuration = { ...configuration, ...changed };
  };
  return { app, router, clock, people, switch: memory, woken, failures, reconfigure };
}
