import { createCallback } from '../../app/create-callback.ts';
import { DialHold } from '../../app/dial-hold.ts';
import { PinTries } from '../../app/pin-tries.ts';
import type { App } from '../../app/ports.ts';
import { questions } from '../../app/questions.ts';
import { createRouter } from '../../app/router.ts';
import type { Configuration } from '../../callback/configuration.ts';
import { newInteraction } from '../../callback/interaction.ts';
import { completeOptions } from '../../callback/options.ts';
import { parseDuration } from '../../core/duration.ts';
import { silentLogger } from '../../core/logger.ts';
import { seededRandom } from '../../core/random.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { CompiledSet } from '../../dialog/compile-set.ts';
import type { DialogWatch } from '../../dialog/dialog-watch.ts';
import { createPageServer, type PageServer } from '../../dialog/page-server.ts';
import type { Questions } from '../../dialog/question.ts';
import type { RouterMessage } from '../../routing/messages.ts';
import { createDirectory } from '../../simulation/directory.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { createMemorySwitch } from '../../switch/memory/memory-switch.ts';
import { OFFICE, officeOpen } from '../test-office.ts';
import type { Given } from './read-tests.ts';

/** A Monday morning. */
const NOW = '2026-01-05T09:00:00Z';
const CALL = 'the call';

/** A Ringback of its own for one test: the real use cases and pages on virtual time, a store in memory. */
export interface TestSite {
  app: App;
  clock: VirtualClock;
  pages: PageServer;
  service: string;
  /** Id of the caller's leg. */
  call: string;
  /** Ids of the callbacks that were there before. */
  callbacks: string[];
  close(): Promise<void>;
}

interface TestSiteParts {
  configuration: Configuration;
  set: CompiledSet;
  dialog: string;
  given: Given;
  watch: DialogWatch;
}

export async function openTestSite(parts: TestSiteParts): Promise<TestSite> {
  const { set, given } = parts;
  const clock = new VirtualClock(Date.parse(given.now ?? NOW));
  const random = seededRandom(1);
  const people = createDirectory({ clock, random }, { talkMs: 1000 });
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  const configuration = configurationFor(parts);
  const app: App = {
    ...{
      clock,
      random,
      store,
      log: silentLogger,
      sessions: { wake: () => undefined },
      routing: { send: (message: RouterMessage) => router.send(message) },
      dialHold: new DialHold(),
      pinTries: new PinTries(),
    },
    switch: createMemorySwitch({ clock, random, people, speechRate: 1000 }),
    feeds: { start: () => Promise.resolve(), stop: () => undefined, closures: () => [] },
    doNotCall: {
      ...{ start: () => Promise.resolve(), stop: () => undefined },
      ...{ lists: () => false, areRead: () => true, lookUp: () => Promise.resolve(null) },
    },
    config: () => configuration,
    refreshConfig: () => Promise.resolve(),
    activeSet: () => Promise.resolve(set.hash),
  };
  const router = createRouter(app);
  await router.start();
  const [service] = configuration.services;
  if (!service) throw new Error('no service is configured');
  const callbacks: string[] = [];
  for (const { number, at } of given.callbacks ?? []) {
    const parameters = { _customer_number: number, _desired_time: at ?? null };
    callbacks.push((await createCallback(app, { service: service.name, id: null, parameters, kvps: {} })).id);
  }
  await store.interactions.add(callOf(given, service.name, clock.now()));
  const library = { get: () => Promise.resolve(set) };
  const asked = answered(given);
  const pages = createPageServer({ app, library, questions: asked, secret: 'a test', watch: parts.watch });
  const close = async (): Promise<void> => {
    router.stop();
    await store.close();
  };
  return { app, clock, pages, service: service.name, call: CALL, callbacks, close };
}

/** The service that the dialog is for, alone, with the test's options. */
function configurationFor({ configuration, dialog, given }: TestSiteParts): Configuration {
  const { services } = configuration;
  const service = services.find((one) => one.dialog === dialog) ?? services[0];
  if (!service) return configuration;
  const { options, problems } = completeOptions({ ...service.options, ...given.options });
  const [wrong] = problems;
  if (wrong) throw new Error(`option ${wrong.option}: ${wrong.why}`);
  const hours = given.hours === undefined ? [] : [officeOpen(given.hours)];
  const office = given.hours === undefined ? '' : OFFICE;
  const named = { ...options, _business_hours_service: office };
  const threshold = given.threshold === undefined ? null : parseDuration(given.threshold);
  const offerThresholdS = threshold === null ? service.offerThresholdS : threshold / 1000;
  return { ...configuration, hours, services: [{ ...service, offerThresholdS, options: named }] };
}

function callOf(
  { caller = '+12025550143', called = '8000' }: Given,
  service: string,
  now: number,
): ReturnType<typeof newInteraction> {
  const ends = {
    id: CALL,
    direction: 'inbound',
    party: 'caller',
    switchName: 'test',
    from: caller,
    to: called,
  } as const;
  return newInteraction({ ...ends, service, userData: {}, sessionId: null, callbackId: null }, now);
}

/** The real questions, but for the wait, which is given, and for those whose outcome is. */
function answered({ wait = '0s', position = 1, answers = {} }: Given): Questions {
  const seconds = (parseDuration(wait) ?? 0) / 1000;
  const waitTime: Questions[string] = {
    outcomes: ['known'],
    ask: (app) => {
      const told = { seconds, p80: seconds, position, at: app.clock.now() };
      return Promise.resolve({ outcome: 'known', values: { wait: told } });
    },
  };
  const given = Object.entries(answers).map(([name, answer]): [string, Questions[string]] => {
    const { outcome, values = {} } = typeof answer === 'string' ? { outcome: answer } : answer;
    const ask: Questions[string]['ask'] = () =>
      outcome === 'error'
        ? Promise.reject(new Error('it failed, as the test wants'))
        : Promise.resolve({ outcome, values });
    return [name, { outcomes: [outcome], ask }];
  });
  return { ...questions, 'wait-time': waitTime, ...Object.fromEntries(given) };
}
