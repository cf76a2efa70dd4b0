import { NOT_READY_REASONS } from '../callback/agent-rules.ts';
import type {
  Configuration,
  Roster,
  ServiceConfiguration,
  SimulationConfiguration,
  StoreConfiguration,
  SwitchConfiguration,
  VoiceConfiguration,
} from '../callback/configuration.ts';
import { usualDetection, type DetectionLimits } from '../callback/detection-limits.ts';
import { onlyGateway, type Gateway } from '../callback/gateway.ts';
import type { RetryRules } from '../callback/retry-rule.ts';
import { completeOptions } from '../callback/options.ts';
import type { SubjectTable } from '../callback/subjects.ts';
import { scenarioOf } from '../callback/scenarios.ts';
import { parseDuration } from '../core/duration.ts';
import { completeCapacity, completeOffice } from './complete-hours.ts';
import { completeLookup, completePolicy } from './complete-numbers.ts';
import type {
  RawConfiguration,
  RawDetection,
  RawRoster,
  RawSubjects,
  RawSwitch,
} from './configuration-schema.ts';

/** Where the state is kept: `sqlite`, or the address of a Redis. */
function storeNamed(store: string, durability: string): StoreConfiguration {
  if (store === 'sqlite') return { kind: 'sqlite' };
  const kept = durability === 'always' || durability === 'everysec' ? durability : Number.parseInt(durability, 10);
  return { kind: 'redis', url: store, durability: kept };
}

const DEFAULT_RETENTION_MS = 30 * 86_400_000;
const MEGABYTE = 1_000_000;
/** GMS 8.5.111.04, section `callback`: the defaults of `filter-keys` and `returned-keys`. */
const FILTER_KEYS = ['_callback_state', '_callback_reason', '_request_queue_time_stat', '_request_ewt_service', '_vq'];
const RETURNED_KEYS = ['_desired_time', '_callback_state', '_callback_reason', '_ors_session_id'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** The configuration with every default filled in, from a file that has passed all checks. */
export function completeConfiguration(raw: RawConfiguration): Configuration {
  return {
    site: raw.site ?? 'ringback',
    http: completeHttp(raw.http ?? {}),
    data: raw.data ?? 'data',
    store: storeNamed(raw.store ?? 'sqlite', raw.durability ?? 'always'),
    retentionMs: ms(raw.retention, DEFAULT_RETENTION_MS),
    voice: completeVoice(raw.voice ?? {}),
    voicexml: { hosts: raw.voicexml?.hosts ?? [] },
    switches: Object.entries(raw.switches).map(([name, entry]) => completeSwitch(name, entry)),
    doors: { host: raw.doors?.host ?? '127.0.0.1', port: raw.doors?.port ?? 8084 },
    services: Object.entries(raw.services).map(([name, entry]) => completeService(name, entry)),
    routingPoints: Object.entries(raw['routing-points'] ?? {}).map(([number, entry]) => ({
      number,
      service: entry.service,
      strategy: entry.strategy ?? 'classic',
      language: entry.language ?? null,
    })),
    hours: Object.entries(raw.hours ?? {}).map(([name, entry]) => completeOffice(name, entry)),
    capacity: Object.entries(raw.capacity ?? {}).map(([name, entry]) => completeCapacity(name, entry)),
    prompts: raw.prompts ?? {},
    numbers: Object.entries(raw.numbers ?? {}).map(([name, entry]) => completePolicy(name, entry)),
    doNotCallLookup: completeLookup(raw['do-not-call-lookup']),
    queues: Object.entries(raw.queues).map(([name, entry]) => ({
      name,
      target: entry.target ?? '',
      numbers: entry.numbers ?? null,
      handleTimeMs: entry['handle-time'] === undefined ? null : ms(entry['handle-time'], 0),
      initialHandleTimeMs: ms(entry['initial-handle-time'], 180_000),
      afterCallWorkMs: ms(entry['after-call-work'], 10_000),
      patienceMs: entry.patience === undefined ? null : ms(entry.patience, 0),
      roster: entry.roster ? completeRoster(entry.roster) : null,
      // 47 CFR §64.1200(a)(7): within two seconds, and no more than three percent.
      abandonedAfterMs: ms(entry['abandoned-after'], 2_000),
      abandonedCapPercent: entry['abandoned-cap'] ?? 3,
      selection: entry.selection ?? 'longest-idle',
      music: [entry.music ?? 'default'].flat().join(','),
    })),
    agents: Object.entries(raw.agents ?? {}).map(([id, entry]) => completeAgent(id, entry)),
    agentRules: completeAgentRules(raw),
    priorityAgeingMs: raw['priority-ageing'] === undefined ? null : ms(raw['priority-ageing'], 0),
    headers: { agent: raw.headers?.agent ?? {}, caller: raw.headers?.caller ?? {} },
    access: { pages: raw.access?.pages ?? LOOPBACK, keys: raw.access?.keys ?? {} },
    genesys: completeGenesys(raw.genesys ?? {}),
    sessionEvents: {
      url: raw['session-events']?.url ?? `http://${raw.http?.host ?? '127.0.0.1'}:${raw.http?.port ?? 8080}`,
      hosts: raw['session-events']?.hosts ?? [],
      privateNetworks: raw['session-events']?.['private-networks'] ?? false,
    },
    simulation: raw.simulation ? completeSimulation(raw.simulation) : null,
  };
}

function completeGenesys(raw: NonNullable<RawConfiguration['genesys']>): Configuration['genesys'] {
  return {
    path: raw.path ?? '/genesys',
    filterKeys: raw['filter-keys'] ?? FILTER_KEYS,
    returnedKeys: raw['returned-keys'] ?? RETURNED_KEYS,
    privateKeys: raw['private-keys'] ?? [],
    pushGateway: raw['push-gateway'] ?? null,
    // GMS: 30 s at least.
    subscriptionMs: Math.max(30_000, ms(raw['default-subscription-expiration'], 30_000)),
  };
}

function completeHttp(raw: NonNullable<RawConfiguration['http']>): Configuration['http'] {
  return { port: raw.port ?? 8080, host: raw.host ?? '127.0.0.1', address: raw.address ?? null };
}

function completeAgent(
  id: string,
  entry: NonNullable<RawConfiguration['agents']>[string],
): Configuration['agents'][number] {
  return {
    id,
    name: entry.name ?? id,
    phone: entry.phone,
    skills: entry.skills ?? {},
    groups: entry.groups ?? [],
    place: entry.place ?? '',
    initial: entry.initial ?? 'logged-out',
    key: entry.key ?? null,
    pin: entry.pin ?? null,
    media: completeMedia(entry.media ?? {}),
  };
}

function completeMedia(
  raw: Record<string, { slots: number; 'beside-calls'?: number }>,
): Configuration['agents'][number]['media'] {
  return Object.fromEntries(
    Object.entries(raw).map(([medium, one]) => [
      medium,
      { slots: one.slots, besideCalls: one['beside-calls'] ?? 0 },
    ]),
  );
}

function completeAgentRules(raw: RawConfiguration): Configuration['agentRules'] {
  return {
    reasons: [...new Set([...NOT_READY_REASONS, ...(raw['not-ready-reasons'] ?? [])])],
    dispositions: raw.dispositions ?? [],
  };
}

function completeVoice(raw: NonNullable<RawConfiguration['voice']>): VoiceConfiguration {
  return {
    engine: engineOf(raw),
    timeoutMs: ms(raw.timeout, 20_000),
    cacheBytes: (raw.cache ?? 200) * MEGABYTE,
  };
}

function engineOf(raw: NonNullable<RawConfiguration['voice']>): VoiceConfiguration['engine'] {
  if (raw.command) return { kind: 'command', command: raw.command, locales: raw.locales ?? null };
  const voice = raw['built-in'] ?? 'slt';
  return voice === 'none' ? { kind: 'none' } : { kind: 'built-in', voice };
}

function completeSwitch(name: string, raw: RawSwitch): SwitchConfiguration {
  if (raw.kind === 'simulated') return { kind: 'simulated', name };
  return {
    kind: 'freeswitch',
    name,
    host: raw.host,
    port: raw.port ?? 8021,
    password: raw.password,
    gateways: completeGateways(raw),
    dialPhone: raw['dial-phone'] ?? '{phone}',
    dialUri: raw['dial-uri'] ?? 'sofia/external/{uri}',
    dialsPerSecond: raw['dials-per-second'] ?? null,
    enter: raw.enter ?? 'ringback XML ringback',
    addresses: raw.addresses ?? [raw.host],
    speech: raw.speech ?? null,
    audio: raw.audio ?? 'path',
    music: raw.music ?? 'local_stream://moh',
    detection: {
      avmd: raw.detection?.avmd ?? true,
      tones: raw.detection?.tones ?? null,
      amd: raw.detection?.amd ?? null,
      early: raw.detection?.['early-tones'] ?? false,
    },
  };
}

/** `dial-number` is short for one gateway. */
function completeGateways(raw: Extract<RawSwitch, { kind: 'freeswitch' }>): Gateway[] {
  const named = Object.entries(raw.gateways ?? {}).map(([name, one]) => ({
    name,
    dial: one.dial,
    prefixes: one.prefixes ?? [],
    priority: one.priority ?? 0,
    weight: one.weight ?? 1,
    perSecond: one['per-second'] ?? null,
    calls: one.calls ?? null,
  }));
  return raw['dial-number'] === undefined ? named : [onlyGateway(raw['dial-number']), ...named];
}

function completeService(name: string, raw: RawConfiguration['services'][string]): ServiceConfiguration {
  const scenario = scenarioOf(raw.scenario);
  return {
    name,
    enabled: raw.enabled ?? true,
    queue: raw.queue,
    strategy: raw.strategy ?? scenario.strategy,
    dialog: raw.dialog ?? 'classic',
    confirmDialog: raw['confirm-dialog'] ?? 'confirm',
    voicemailDialog: raw['voicemail-dialog'] ?? '',
    previewDialog: raw['preview-dialog'] ?? '',
    comfortEveryMs: ms(raw['comfort-every'], 0),
    whisperDialog: raw['whisper-dialog'] ?? '',
    retry: completeRetry(raw.retry ?? {}),
    detection: completeDetection(raw.detection ?? {}),
    locale: raw.locale ?? 'en-US',
    offerThresholdS: ms(raw['offer-threshold'], 60_000) / 1000,
    ...optionsOf({ ...scenario.options, ...raw.options }),
    callerId: { number: raw['caller-id'].number, name: raw['caller-id'].name ?? '' },
    accessNumber: raw['access-number'] ?? '',
    subjects: raw.subjects ? completeSubjects(raw.subjects) : null,
  };
}

function completeDetection(raw: RawDetection): DetectionLimits {
  return {
    level: raw.level ?? usualDetection.level,
    noSpeechMs: ms(raw['no-speech'], usualDetection.noSpeechMs),
    silenceMs: ms(raw.silence, usualDetection.silenceMs),
    longestHelloMs: ms(raw['longest-hello'], usualDetection.longestHelloMs),
  };
}

function completeRetry(raw: Record<string, string>): RetryRules {
  const rules = Object.entries(raw).map(([result, after]) => [result, after === 'never' ? null : ms(after, 0) / 1000]);
  return Object.fromEntries(rules) as RetryRules;
}

function completeSubjects({ key = 'subject', unknown = 'default', table }: RawSubjects): SubjectTable {
  const subjects = Object.entries(table).map(([name, { target, priority, language = null }]) => ({
    name,
    options: {
      ...(target !== undefined && { _target: target }),
      ...(priority !== undefined && { _priority: priority }),
    },
    language,
  }));
  return { key, unknown, subjects };
}

function completeRoster(raw: RawRoster): Roster {
  const steps = Object.entries(raw.agents).map(([time, agents]) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return { minute: hour * 60 + minute, agents };
  });
  return { zone: raw['time-zone'] ?? 'UTC', steps: steps.sort((a, b) => a.minute - b.minute) };
}

function completeSimulation(raw: NonNullable<RawConfiguration['simulation']>): SimulationConfiguration {
  return {
    load: raw.load ? { waiting: raw.load.waiting, patienceMs: ms(raw.load.patience, 60_000) } : null,
    speechRate: raw['speech-rate'] ?? 15,
    talkMs: ms(raw.talk, 60_000),
  };
}

function ms(duration: string | undefined, fallback: number): number {
  return duration === undefined ? fallback : (parseDuration(duration) ?? fallback);
}

function optionsOf(given: Record<string, unknown>): Pick<ServiceConfiguration, 'options' | 'templates'> {
  const { options, templates } = completeOptions(given);
  return { options, templates };
}
