import type { Configuration, ServiceConfiguration } from '../../callback/configuration.ts';
import { completeOptions } from '../../callback/options.ts';
import { scenarios } from '../../callback/scenarios.ts';
import type { CallbackRecord } from '../../callback/record.ts';
import { parseDuration } from '../../core/duration.ts';
import { contentHash, uuidOf } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { seededRandom } from '../../core/random.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { compose, type Ringback } from '../../main.ts';
import { createDirectory } from '../../simulation/directory.ts';
import { textPhone, type TextPhone } from '../../simulation/text-phone.ts';
import type { JournalEntry, SessionRow } from '../../store/sessions.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { createMemorySwitch } from '../../switch/memory/memory-switch.ts';
import { OFFICE, officeOpen } from '../test-office.ts';
import type { Given } from './read-tests.ts';
import { personNames } from './test-schema.ts';

/** A Monday morning. */
const NOW = '2026-01-05T09:00:00Z';
const TALK_MS = 20_000;
/** Where customers call, as they are told. */
const ACCESS_NUMBER = '+12025550111';

/** A whole Ringback for one test: strategies, dialogs, queues and calls are the real ones, on virtual time. */
export interface StrategySite {
  clock: VirtualClock;
  ringback: Ringback;
  service: string;
  phone(number: string, keys: (string | number)[]): TextPhone;
  /** Rings a number from a phone. `held`: the switch refuses to end the call for us. */
  ring(phone: TextPhone, call: { from: string; to: string; held: boolean }): void;
  callback(): Promise<CallbackRecord | null>;
  /** Sessions of a strategy, the oldest first, with their journals. */
  sessions(strategy: string): Promise<{ row: SessionRow; journal: JournalEntry[] }[]>;
  /** Pairs of all calls that came in. */
  userData(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

interface SiteParts {
  configuration: Configuration;
  files: Readonly<Record<string, string>>;
  strategy: string;
  given: Given;
}

export async function openStrategySite(parts: SiteParts): Promise<StrategySite> {
  const { given } = parts;
  const clock = new VirtualClock(Date.parse(given.now ?? NOW));
  const scene = { clock, random: seededRandom(7) };
  const people = createDirectory(scene, { talkMs: TALK_MS });
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  const files = documentsOf(parts);
  await store.sets.publish({ hash: contentHash(JSON.stringify(files)), publishedAt: clock.now(), files });
  const service = serviceOf(parts);
  const telephony = createMemorySwitch({ ...scene, people, speechRate: 15 });
  const ringback = await compose(configurationFor(parts, service), {
    ...{ ...scene, log: silentLogger, store, switch: telephony, threads: { strategies: 0, voice: 0 } },
    ...{ node: 'test', testPhone: null, simulated: [], token: null, secret: 'a test' },
    readTextFeed: () => Promise.resolve(''),
  });
  await ringback.start();
  const phone = (number: string, keys: (string | number)[]): TextPhone => {
    const at = textPhone(scene, { keys: keys.map(String) });
    people.register(number, at);
    return at;
  };
  for (const [number, who] of Object.entries(given.people ?? {}))
    if (Array.isArray(who)) phone(number, who);
    else people.register(number, people.at(`415555010${personNames.indexOf(who)}`));
  const calls: string[] = [];
  const interactions = async (): Promise<{ sessionId: string | null; userData: object }[]> =>
    (await Promise.all(calls.map((id) => store.interactions.get(id)))).filter((one) => one !== null);
  const callback = async (): Promise<CallbackRecord | null> =>
    (await store.callbacks.find({ limit: 1 })).records[0] ?? null;
  return {
    ...{ clock, ringback, service: service.name, phone, callback },
    ring(from, { held, ...ends }) {
      const id = telephony.ring(from, ends);
      calls.push(id);
      const call = telephony.call(id);
      if (held && call) call.reject = () => Promise.reject(new Error('the test holds the call'));
    },
    async sessions(strategy) {
      // A call may have gone over from the session that it began to another.
      const ofCalls = calls.map((id) => uuidOf('session', id));
      const record = await callback();
      const rows = [
        ...(await Promise.all(ofCalls.map((id) => store.sessions.get(id)))),
        ...(record ? await store.sessions.ofCallback(record.id) : []),
      ].filter((row) => row?.strategy === strategy);
      const known = new Map(rows.flatMap((row) => (row ? [[row.id, row]] : [])));
      return Promise.all(
        [...known.values()].map(async (row) => ({ row, journal: await store.sessions.journal(row.id) })),
      );
    },
    userData: async () =>
      Object.assign({}, ...(await interactions()).map(({ userData }) => userData)) as Record<string, unknown>,
    async close() {
      await ringback.stop();
      await store.close();
    },
  };
}

function documentsOf({ files, given }: SiteParts): Record<string, string> {
  const all = Object.entries({ ...files, ...given.documents });
  return Object.fromEntries(all.flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
}

/** The service whose callbacks the strategy carries out, or whose callers it meets; the first one otherwise. */
function serviceOf({
  configuration: { services, routingPoints },
  strategy,
}: SiteParts): ServiceConfiguration {
  const met = routingPoints.find((point) => point.strategy.split('?', 1)[0] === strategy)?.service;
  const found =
    services.find((one) => one.strategy === strategy) ?? services.find(({ name }) => name === met);
  const service = found ?? services[0];
  if (!service) throw new Error('no service is configured');
  return service;
}

function configurationFor({ configuration, given }: SiteParts, service: ServiceConfiguration): Configuration {
  const office = given.hours === undefined ? '' : OFFICE;
  const scenario = given.scenario === undefined ? null : scenarios[given.scenario];
  const wanted = {
    ...{ ...service.options, ...scenario?.options },
    ...{ ...given.options, _business_hours_service: office },
  };
  const { options, problems } = completeOptions(wanted);
  const [wrong] = problems;
  if (wrong) throw new Error(`option ${wrong.option}: ${wrong.why}`);
  const ready = given.agents ?? [];
  const [unknown] = ready.filter((id) => !configuration.agents.some((agent) => agent.id === id));
  if (unknown !== undefined) throw new Error(`there is no agent ${unknown}`);
  // However short the wait: whether a callback is offered is not what tests of strategies are about.
  const comfort = given['comfort-every'];
  const tested = {
    ...{ ...service, options, offerThresholdS: 0 },
    ...(scenario ? { strategy: scenario.strategy, accessNumber: ACCESS_NUMBER } : {}),
    ...(comfort === undefined ? {} : { comfortEveryMs: parseDuration(comfort) ?? 0 }),
    previewDialog: given['preview-dialog'] ?? service.previewDialog,
    whisperDialog: given['whisper-dialog'] ?? service.whisperDialog,
  };
  return {
    ...configuration,
    simulation: null,
    routingPoints: [
      // Those of a test go before what the project has at the same number.
      ...configuration.routingPoints.filter(({ number }) => !Object.hasOwn(given.points ?? {}, number)),
      ...Object.entries(given.points ?? {}).map(([number, strategy]) => ({
        ...{ number, strategy, service: service.name, language: null },
      })),
    ],
    hours: given.hours === undefined ? [] : [officeOpen(given.hours)],
    agents: configuration.agents.map((agent) => ({
      ...agent,
      initial: ready.includes(agent.id) ? 'ready' : 'logged-out',
    })),
    services: configuration.services.map((one) => (one === service ? tested : one)),
  };
}
