import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';

import { pino } from 'pino';

import { openLiveConfiguration, type LiveConfiguration } from '../app/live-configuration.ts';
import { setRevisionsAside } from '../app/set-revisions-aside.ts';
import { addressForSwitches } from '../callback/address-for-switches.ts';
import type { Configuration } from '../callback/configuration.ts';
import { systemClock } from '../core/clock.ts';
import { messageOf, RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { systemRandom } from '../core/random.ts';
import type { Files } from '../dialog/compile-set.ts';
import { lintFolder, publishFolder } from '../dialog/publish-folder.ts';
import { spokenTexts } from '../dialog/spoken-texts.ts';
import { compose, type Ringback } from '../main.ts';
import type { Store } from '../store/store.ts';
import { createStrategyLinter } from '../strategy/lint.ts';
import { openRecordings } from '../voice/recordings.ts';
import { openSpeech, type SpeechHouse } from '../voice/speech/open-speech.ts';
import type { DialogPreviews } from '../http/dialog-preview.ts';
import { httpServer } from '../http/http-server.ts';
import type { Speech } from '../voice/speech/speech.ts';
import type { SoundModule } from '../voice/through-module.ts';
import { banner } from './banner.ts';
import { readGround } from './command-settings.ts';
import { createDialogPreviews } from './dialog-previews.ts';
import { dialogSecret } from './dialog-secret.ts';
import { configuredStore, openStore, shownName } from './open-store.ts';
import { hasRealSwitch, projectSource } from './project-source.ts';
import { startLiveReload } from './live-reload.ts';
import { projectFolder } from './project-folder.ts';
import { openSwitches } from './switches.ts';

/**
 * Serves until SIGINT or SIGTERM. What was opened is closed again, in whatever way it ends. With `fromFile` edits of the
 * configuration in the store are set aside first.
 * @throws CONFIG_INVALID, CONFIG_BEHIND, STORE_LOCKED, STORE_FORMAT, STORE_DOWN, LISTEN_FAILED
 */
export async function serve({ fromFile = false }: { fromFile?: boolean } = {}): Promise<void> {
  const log = pino({ level: 'info' }, pino.destination(2));
  const loaded = readGround((problem) => {
    log.warn({ code: problem.code }, formatProblem(problem));
  });
  const closers: (() => Promise<void>)[] = [];
  try {
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => undefined);
    const path = shownName(configuredStore(loaded.configuration));
    const onLost = (): void => lost.reject(new RingbackError('STORE_LOCKED', { path }));
    await open(loaded, { log, closers, onLost, fromFile });
    await Promise.race([signalled(), lost.promise]);
  } catch (error) {
    throw listenFailure(error) ?? error;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

interface Opening {
  log: pino.Logger;
  closers: (() => Promise<void>)[];
  onLost: () => void;
  fromFile: boolean;
}

/** Opens all there is, and says so. `closers`: how to close what has been opened so far, the first one last. */
async function open(loaded: ReturnType<typeof readGround>, opening: Opening): Promise<void> {
  const { log, closers } = opening;
  const around = { clock: systemClock, random: systemRandom, log };
  const { store, live } = await openGround(loaded, opening);
  const configuration = live.current();
  const speech = hasRealSwitch(configuration)
    ? await openSpeech(configuration.data, configuration.voice, around)
    : undefined;
  if (speech) closers.push(() => speech.speech.close());
  const publishFiles = async (): Promise<{ published: boolean; problems: Problem[] }> => {
    const { files, ...outcome } = await publish(store, log, live.current());
    void speech?.speech.prepare(spokenTexts(files));
    return outcome;
  };
  await publishFiles();
  const previews = openPreviews(configuration, { ...around, store, closers }, speech);
  const switches = await openSwitches(configuration, around);
  closers.push(() => switches.close());
  const token = secretId(systemRandom);
  writeFileSync(join(configuration.data, 'token'), token, { mode: 0o600 });
  const ringback = await compose(configuration, {
    ...around,
    store,
    switch: switches.switch,
    speech,
    previews,
    recordings: await openRecordings(configuration.data, {
      ...around,
      address: addressForSwitches(configuration),
      elsewhere: onOtherHosts(configuration),
    }),
    threads: { strategies: 1, voice: 1 },
    node: `${configuration.site}-${process.pid}`,
    live,
    lint: promptProblems,
    testPhone: switches.testPhone,
    simulated: switches.simulated,
    token,
    publish: async () => {
      const { published, problems } = await publishFiles();
      return { published, problems: problems.map(formatProblem) };
    },
    secret: await dialogSecret(store, { folder: configuration.data, random: systemRandom }),
  });
  closers.push(() => ringback.stop());
  await ringback.start();
  const server = await listen(ringback, configuration);
  closers.push(() => close(server));
  const reload = startLiveReload({ ...around, folder: projectFolder(), publish: publishFiles });
  closers.push(() => reload.close());
  switches.startLoad();
  console.log(banner(configuration, server.address(), switches.simulated));
}

/** The store, and the configuration with what was edited in it. */
async function openGround(
  loaded: ReturnType<typeof readGround>,
  { log, closers, onLost, fromFile }: Opening,
): Promise<{ store: Store; live: LiveConfiguration }> {
  const file = loaded.configuration;
  mkdirSync(file.data, { recursive: true });
  const store = await openStore(configuredStore(file), file, { threads: true, onLost });
  closers.push(() => store.close());
  if (fromFile) await setRevisionsAside({ store, clock: systemClock, ground: loaded.ground });
  const live = await openLiveConfiguration({ ...loaded, store, log });
  closers.push(() => {
    live.close();
    return Promise.resolve();
  });
  return { store, live };
}

/** A preview is heard by people at a browser: beside simulated switches a voice is opened when they ask for one. */
function openPreviews(
  configuration: Configuration,
  {
    clock,
    log,
    store,
    closers,
  }: Pick<Parameters<typeof createDialogPreviews>[0], 'clock' | 'store'> & {
    log: pino.Logger;
    closers: (() => Promise<void>)[];
  },
  house: SpeechHouse | undefined,
): DialogPreviews {
  let opened: Promise<Speech> | null = house ? Promise.resolve(house.speech) : null;
  const open = async (): Promise<Speech> => {
    const { speech } = await openSpeech(configuration.data, configuration.voice, { clock, log });
    closers.push(() => speech.close());
    return speech;
  };
  const previews = createDialogPreviews({ configuration, clock, store, speech: () => (opened ??= open()) });
  closers.push(() => previews.close());
  return previews;
}

/** Switches that sound comes to by HTTP, and by which of their modules: what they record comes back the same way. */
function onOtherHosts({ switches }: Configuration): ReadonlyMap<string, SoundModule> {
  return new Map(
    switches.flatMap((one) =>
      one.kind === 'freeswitch' && one.audio !== 'path' ? [[one.name, one.audio]] : [],
    ),
  );
}

/** What is wrong with the dialogs and prompts, given the texts and locales of a configuration. */
async function promptProblems(configuration: Configuration): Promise<Problem[]> {
  const { problems } = await lintFolder({ ...projectSource(configuration), lintStrategy: () => [] });
  return problems.filter(({ severity }) => severity === 'error');
}

/** A set with mistakes never goes live: the one before stays, and without one there is nothing to serve. */
async function publish(
  store: Store,
  log: pino.Logger,
  configuration: Configuration,
): Promise<{ published: boolean; files: Files; problems: Problem[] }> {
  const linter = createStrategyLinter(systemClock);
  const source = { ...projectSource(configuration), lintStrategy: linter.lint };
  const before = await store.sets.active();
  const { problems, hash, files } = await publishFolder({ store, clock: systemClock }, source).finally(() =>
    linter.close(),
  );
  const errors = problems.filter((problem: Problem) => problem.severity === 'error');
  for (const problem of problems) log.warn({ code: problem.code }, formatProblem(problem));
  if (hash !== null && hash !== before) log.info({ set: hash }, 'a set of dialogs and strategies is live');
  if (hash === null && before === null)
    throw new RingbackError('CONFIG_INVALID', { problems: errors.map(formatProblem).join('\n') });
  return { published: hash !== null, files: hash === null ? {} : files, problems };
}

function listen(ringback: Ringback, { http }: Configuration): Promise<Server> {
  const server = httpServer(ringback.http);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(http.port, http.host, () => resolve(server));
  });
}

/** A port that cannot be had, in words; null for any other error. */
function listenFailure(error: unknown): RingbackError | null {
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (syscall !== 'listen') return null;
  const why = code === 'EADDRINUSE' ? 'another program does already' : messageOf(error);
  return new RingbackError('LISTEN_FAILED', { address, port, why }, error);
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** Streams are open for ever: they are cut, and everything else may finish. */
function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
