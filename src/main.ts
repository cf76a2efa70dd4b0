import type { Express } from 'express';

import { callArrived } from './app/call-arrived.ts';
import { callEnded } from './app/call-ended.ts';
import { callLost } from './app/call-lost.ts';
import { createCalendarFeeds } from './app/calendar-feeds.ts';
import { DialHold } from './app/dial-hold.ts';
import { PinTries } from './app/pin-tries.ts';
import { drainAsBefore } from './app/drain-switch.ts';
import { createDueCallbacks } from './app/due-callbacks.ts';
import { createDoNotCall } from './app/do-not-call.ts';
import type { AskOutside } from './app/ask-outside.ts';
import { playWhileHeld } from './app/held-calls.ts';
import { killStaleAttempt, killStaleLeg } from './app/kill-stale-attempt.ts';
import { followConfiguration } from './app/follow-configuration.ts';
import { createDailyForgetting } from './app/forget-old.ts';
import { checkTransfer } from './app/never-called.ts';
import { fixedConfiguration, type LiveConfiguration } from './app/live-configuration.ts';
import type { App } from './app/ports.ts';
import { questions } from './app/questions.ts';
import { createRouter, type Router } from './app/router.ts';
import { watchLineage } from './app/watch-lineage.ts';
import { addressForSwitches } from './callback/address-for-switches.ts';
import type { Configuration } from './callback/configuration.ts';
import type { Clock } from './core/clock.ts';
import { messageOf, RingbackError } from './core/errors.ts';
import { redacting, type Logger } from './core/logger.ts';
import type { Problem } from './core/problem.ts';
import type { Random } from './core/random.ts';
import { readTextFeed } from './config/read-text-feed.ts';
import { createLibrary, type Library } from './dialog/library.ts';
import { createPageServer, type PageServer } from './dialog/page-server.ts';
import type { DialogPreviews } from './http/dialog-preview.ts';
import { createHttpApp } from './http/server.ts';
import type { TestPhone } from './http/test-phone-router.ts';
import { createChartRunner } from './scxml/chart-runner.ts';
import type { Store } from './store/store.ts';
import { chartPictures } from './strategy/chart-pictures.ts';
import { Engine } from './strategy/engine.ts';
import { receiveEvent, type SessionRequest } from './strategy/receive-event.ts';
import { servedDocument } from './strategy/served-document.ts';
import { requestOutside } from './strategy/request-outside.ts';
import { createStepper } from './strategy/strategies.ts';
import { createWebSessions } from './strategy/web-sessions.ts';
import type { CallEnd, Switch, SwitchCall } from './switch/switch.ts';
import type { Recordings } from './voice/recordings.ts';
import { createSounds, plainSounds, type Sounds, type SwitchSound } from './voice/sounds.ts';
import type { SpeechHouse } from './voice/speech/open-speech.ts';
import { createVoiceRunner } from './voice/voice-runner.ts';

/** What a composition stands on. Tests and rehearsals bring their own. */
export interface Parts {
  clock: Clock;
  random: Random;
  log: Logger;
  store: Store;
  switch: Switch;
  /** Worker threads for strategies and for voice; 0 runs them in this thread (virtual time). */
  threads: { strategies: number; voice: number };
  /** Says texts for switches that do not; left out, every switch takes them as they are. */
  speech?: SpeechHouse | undefined;
  /** Keeps what callers say; left out, nobody is recorded. */
  recordings?: Recordings | undefined;
  /** Reads calendars of closures and lists of numbers; left out, from files and over HTTP. */
  readTextFeed?: (feed: string) => Promise<string>;
  /** Asks addresses outside whether a number may be called; left out, over HTTP. */
  askOutside?: typeof requestOutside;
  /** Name of this process. */
  node: string;
  /** A phone for people at a keyboard; only beside a simulated switch. */
  testPhone: TestPhone | null;
  /** What is simulated, in words. */
  simulated: string[];
  /** Dialogs to look at, to hear and to walk through; left out, there is no such page. */
  previews?: DialogPreviews | undefined;
  /** The configuration, where it may be edited; left out, it stays as it is. */
  live?: LiveConfiguration;
  /** What is wrong with a configuration beside the dialogs and prompts; left out, nothing. */
  lint?: (configuration: Configuration) => Promise<Problem[]>;
  /** Checks and publishes the files of the project; left out, there is no folder to publish. */
  publish?: () => Promise<{ published: boolean; problems: string[] }>;
  /** Opens the API to whoever has it; null for none. */
  token: string | null;
  /** Makes the addresses of dialog runs unguessable; the same after a restart and on every node. */
  secret: string;
}

/** A Ringback, put together and not yet started. */
export interface Ringback {
  readonly app: App;
  readonly engine: Engine;
  readonly router: Router;
  readonly pages: PageServer;
  readonly http: Express;
  /** Takes up what is in the store, then lets calls in. */
  start(): Promise<void>;
  /** Lets go of everything; calls stay on their switches, for whoever starts next. */
  stop(): Promise<void>;
}

/** How long to wait after the store failed, ms. */
const RETRY_MS = 500;

/** Puts the parts together. A set must have been published to the store before `start`. */
export async function compose(configuration: Configuration, given: Parts): Promise<Ringback> {
  const { clock, store, live = fixedConfiguration(configuration) } = given;
  const log = redacting(given.log, () => live.current().genesys.privateKeys);
  const parts = { ...given, log };
  const lists = { clock, log, config: () => live.current(), read: parts.readTextFeed ?? readTextFeed };
  const ask: AskOutside = (request) =>
    (parts.askOutside ?? requestOutside)(request, { clock, rules: live.current().sessionEvents });
  const app: App = {
    clock,
    random: parts.random,
    log,
    store,
    switch: parts.switch,
    sessions: { wake: (ids) => engine.wake(ids) },
    routing: { send: (message) => router.send(message) },
    dialHold: new DialHold(),
    pinTries: new PinTries(),
    feeds: createCalendarFeeds(lists),
    doNotCall: createDoNotCall({ ...lists, ask }),
    config: () => live.current(),
    refreshConfig: () => live.refresh(),
    activeSet: () => activeSet(store),
  };
  const library = createLibrary(store);
  const router = createRouter(app);
  const pages = createPageServer({ app, library, questions, secret: parts.secret });
  const sounds = soundsOf(configuration, parts, (request) => pages.handle(request));
  const { document, ownPages } = ownDocuments(app, library, pages);
  const voice = await createVoiceRunner({
    threads: parts.threads.voice,
    clock,
    log,
    fetch: ownPages,
    origin: configuration.sessionEvents.url,
    hosts: configuration.voicexml.hosts,
    sounds,
    recordings: parts.recordings,
    numbers: (written, callId) => checkTransfer(app, written, callId),
  });
  const runner = await createChartRunner({ threads: parts.threads.strategies, clock, log });
  const stepper = createStepper(store, runner);
  const engine = new Engine({ app, stepper, voice, pages, sounds, router, node: parts.node });
  const due = createDueCallbacks(app);
  const forgetting = createDailyForgetting(app);
  const { testPhone, simulated, token, previews, publish = nothingToPublish, lint = nothingWrong } = parts;
  const page: typeof pages.handle = (request) => pages.handle(request);
  const sound = (hash: string): Promise<string | null> =>
    parts.speech?.cache.find(hash) ?? Promise.resolve(null);
  const sessionEvent = (request: SessionRequest): Promise<void> => receiveEvent(app, request);
  const webSessions = createWebSessions(app, (id, event) => engine.endSession(id, event));
  const chart = chartPictures(parts.store);
  const recordings = parts.recordings?.sent;
  const edges = { page, document, sound, recordings, sessionEvent, webSessions, live, lint, chart };
  const http = createHttpApp({ app, router, ...edges, publish, previews, testPhone, simulated, token });
  const workers = { close: () => Promise.all([voice.close(), runner.close()]) };
  const living = { live, router, engine, due, forgetting, workers };
  return { app, engine, router, pages, http, ...life(app, living) };
}

/** Files of the active set as others load them, and all that a voice dialog finds in this process. */
function ownDocuments(
  app: App,
  library: Library,
  pages: PageServer,
): {
  document: (path: string, query: Record<string, string>) => Promise<ReturnType<typeof servedDocument>>;
  ownPages: PageServer['handle'];
} {
  const document = async (
    path: string,
    query: Record<string, string>,
  ): Promise<ReturnType<typeof servedDocument>> =>
    servedDocument((await library.get(await app.activeSet())).files, path, query);
  return {
    document,
    ownPages: async (request) => {
      const found = request.path.startsWith('/vxml/') ? null : await document(request.path.slice(1), {});
      return found ?? pages.handle(request);
    },
  };
}

function nothingToPublish(): Promise<{ published: boolean; problems: string[] }> {
  return Promise.resolve({ published: false, problems: ['there is no folder to publish'] });
}

function nothingWrong(): Promise<Problem[]> {
  return Promise.resolve([]);
}

interface Living {
  live: LiveConfiguration;
  router: Router;
  engine: Engine;
  due: ReturnType<typeof createDueCallbacks>;
  forgetting: ReturnType<typeof createDailyForgetting>;
  workers: { close(): Promise<unknown> };
}

/** In which order the parts begin and let go. */
function life(app: App, parts: Living): Pick<Ringback, 'start' | 'stop'> {
  const { live, router, engine, due, forgetting, workers } = parts;
  const calls = switchListener(app, router, engine);
  const unseenEnds = (): Promise<void> => missedEnds(app, engine, (end) => calls.ended(end));
  const reconcile = async (): Promise<void> => {
    await router.start();
    await engine.reconcile();
    await unseenEnds();
  };
  let unwatch = (): void => undefined;
  let unfollow = (): void => undefined;
  return {
    async start() {
      unwatch = watchLineage(app, { reconcile, resume: () => engine.healthChanged() });
      await app.refreshConfig();
      unfollow = followConfiguration(app, live, router);
      await router.start();
      await app.feeds.start();
      await app.doNotCall.start();
      await drainAsBefore(app);
      await app.switch.start(calls);
      await engine.start();
      await due.start();
      forgetting.start();
      unseenEnds().catch((error: unknown) => {
        app.log.error({ error: messageOf(error) }, 'calls could not be compared with the switches');
      });
    },
    async stop() {
      unwatch();
      unfollow();
      app.feeds.stop();
      app.doNotCall.stop();
      forgetting.stop();
      due.stop();
      router.stop();
      await engine.stop();
      await workers.close(); // first: to a dialog a closed door is a hang-up
      await app.switch.stop();
    },
  };
}

/** How prompts come to each of the switches. */
function soundsOf(configuration: Configuration, { speech, log }: Parts, pages: PageServer['handle']): Sounds {
  if (!speech) return plainSounds;
  const real = configuration.switches.flatMap((one): [string, SwitchSound][] =>
    one.kind === 'freeswitch' ? [[one.name, { speaks: one.speech !== null, audio: one.audio }]] : [],
  );
  const address = addressForSwitches(configuration);
  return createSounds({ ...speech, log, pages, address, switches: new Map(real) });
}

async function activeSet(store: Store): Promise<string> {
  const hash = await store.sets.active();
  if (hash === null) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'set', name: 'active' });
  return hash;
}

/** What the switches tell becomes commits; while the store is down it is told again. */
function switchListener(app: App, router: Router, engine: Engine): Parameters<Switch['start']>[0] {
  const untilStored = async (
    what: string,
    work: () => Promise<void>,
    wanted: () => boolean,
  ): Promise<void> => {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        app.log.error({ error: messageOf(error) }, `${what} could not be stored`);
        if (!(error instanceof RingbackError) || error.code !== 'STORE_DOWN' || !wanted()) return;
        await new Promise<void>((resolve) => app.clock.at(app.clock.now() + RETRY_MS, resolve));
      }
    }
  };
  const arrived = async (call: SwitchCall): Promise<void> => {
    const leg = await app.store.interactions.get(call.id);
    if (leg && call.direction === 'outbound' && (await killStaleLeg(app, leg))) return;
    const known = await callArrived(app, call, leg);
    if (engine.calls.cameOver(call.id) && known) playWhileHeld(app, call, known);
    engine.calls.arrived(call);
  };
  const ended = async (end: CallEnd): Promise<void> => {
    await callEnded(app, router, end);
    engine.calls.ended(end);
  };
  return {
    arrived: (call) =>
      void untilStored(
        'a call',
        () => arrived(call),
        () => !call.ended,
      ),
    ringing: (id) => void killStaleAttempt(app, id).catch(() => undefined),
    ended: (end) =>
      void untilStored(
        'the end of a call',
        () => ended(end),
        () => true,
      ),
    async lost(id) {
      let over = false;
      const work = async (): Promise<void> => void (over = await callLost(app, router, id));
      await untilStored('the loss of a call', work, () => true);
      return over;
    },
    isStale: () => false,
    healthChanged: () => engine.healthChanged(),
  };
}

/** Calls that ended while nobody was listening. */
async function missedEnds(app: App, engine: Engine, tell: (end: CallEnd) => void): Promise<void> {
  const unseen = { cause: 'UNKNOWN', sipStatus: null, answered: false, hungUpBy: 'unknown' } as const;
  for (const { id } of await app.store.interactions.live()) {
    if ((await engine.calls.lookup(id)) === 'alive' || engine.calls.endOf(id)) continue;
    tell({ id, at: app.clock.now(), ...unseen });
  }
}
