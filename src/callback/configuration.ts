import type { CapacityGrid } from './hours/capacity.ts';
import type { OfficeHours } from './hours/office-hours.ts';
import type { AgentRules } from './agent-rules.ts';
import type { NumberPolicy } from './rules/number-policy.ts';
import type { DetectionLimits } from './detection-limits.ts';
import type { Gateway } from './gateway.ts';
import type { HeaderTexts } from './leg-headers.ts';
import type { RetryRules } from './retry-rule.ts';
import type { OptionTemplates } from './option-templates.ts';
import type { OptionValue } from './record.ts';
import type { SubjectTable } from './subjects.ts';

/** `sqlite`: the embedded store in the data folder. `redis`: a server that several nodes share. */
export type StoreConfiguration =
  | { kind: 'sqlite' }
  | {
      kind: 'redis';
      /** `redis://user:password@host:port/db`, or `rediss://` with TLS. */
      url: string;
      /** What a change must have reached before it is acknowledged: a disk, a disk within a second, so many replicas. */
      durability: 'always' | 'everysec' | number;
    };

/** config/ringback.yaml, checked and completed. Durations are ms. */
export interface Configuration {
  /** Site name; tag of its keys. */
  site: string;
  http: {
    port: number;
    host: string;
    /** Where switches reach us, `http://10.0.0.3:8080`; null: at host and port. */
    address: string | null;
  };
  /** Data folder (store, token). */
  data: string;
  store: StoreConfiguration;
  /** For how long what is over is kept. */
  retentionMs: number;
  voice: VoiceConfiguration;
  /** `hosts`: those that VoiceXML pages, scripts and grammars may be fetched from, besides our own pages. */
  voicexml: { hosts: readonly string[] };
  switches: SwitchConfiguration[];
  /** Where switches open doors to us. */
  doors: { host: string; port: number };
  services: ServiceConfiguration[];
  /** `language`: the locale of who dials the number; null: the service's. */
  routingPoints: { number: string; service: string; strategy: string; language: string | null }[];
  /** Office hours and capacities that services name. */
  hours: OfficeHours[];
  capacity: CapacityGrid[];
  /** Texts in place of those of prompts/<locale>.yaml: by locale and name. */
  prompts: Record<string, Record<string, string | string[]>>;
  /** Which numbers may be called; queues name them. */
  numbers: NumberPolicy[];
  /** Who is asked whether a number is never to be called; null: nobody. */
  doNotCallLookup: LookupConfiguration | null;
  queues: QueueConfiguration[];
  agents: AgentConfiguration[];
  agentRules: AgentRules;
  /** How long a wait counts as much as one point of priority; null: none does. */
  priorityAgeingMs: number | null;
  access: AccessConfiguration;
  /** What goes along as SIP headers: to the phones of agents, and on with the call of a caller. */
  headers: { agent: HeaderTexts; caller: HeaderTexts };
  genesys: GenesysConfiguration;
  sessionEvents: SessionEventsConfiguration;
  simulation: SimulationConfiguration | null;
}

/** Who says texts that are not recorded. */
export interface VoiceConfiguration {
  engine:
    /** The built-in engine: English. */
    | { kind: 'built-in'; voice: string }
    /** `locales` null: it speaks every one. */
    | { kind: 'command'; command: string[]; locales: string[] | null }
    | { kind: 'none' };
  /** Longest time for one sentence. */
  timeoutMs: number;
  /** What the files of spoken texts and fetched recordings may take together. */
  cacheBytes: number;
}

export type SwitchConfiguration =
  | { kind: 'simulated'; name: string }
  | {
      kind: 'freeswitch';
      name: string;
      host: string;
      port: number;
      password: string;
      /** How it reaches E.164 numbers. */
      gateways: readonly Gateway[];
      /** Dial strings for agents' phones, `{phone}`, and for SIP addresses, `{uri}`. */
      dialPhone: string;
      dialUri: string;
      /** Most dials a second; null: as many as the switch itself allows. */
      dialsPerSecond: number | null;
      /** Extension an answered outbound leg enters, so that it comes to our door: `ringback XML ringback`. */
      enter: string;
      /** Addresses doors are accepted from. */
      addresses: string[];
      /** The switch's own engine and voice for texts, `flite|slt`; null: texts come to it as files. */
      speech: string | null;
      /** How files come to it: by their path on a disk it shares with us, or by HTTP through one of its modules. */
      audio: 'path' | 'http_cache' | 'httapi';
      music: string;
      /**
       * What it tells machines by: mod_avmd, a descriptor of spandsp, the application of a mod_amd; and whether it
       * listens to tones of the network while a phone rings.
       */
      detection: { avmd: boolean; tones: string | null; amd: string | null; early: boolean };
    };

export interface ServiceConfiguration {
  name: string;
  /** False: no callback is offered, booked or asked for; those that were promised are kept. */
  enabled: boolean;
  queue: string;
  strategy: string;
  /** Dialog offered to waiting callers, and the one that asks the called customer to press 1. */
  dialog: string;
  confirmDialog: string;
  detection: DetectionLimits;
  /** After how long the customer is dialled again, by what became of the attempt, where that is not the usual pause. */
  retry: RetryRules;
  /** Dialog left on an answering machine at the last attempt; empty for none. */
  voicemailDialog: string;
  /** Dialog that is rung on the phone of the agent who looks at a callback before it is dialled; empty for none. */
  previewDialog: string;
  /** How often a caller who waits hears the place, the wait and the offer again; 0: never. */
  comfortEveryMs: number;
  /** Dialog that an agent hears before the customer is put through; empty for none. */
  whisperDialog: string;
  locale: string;
  /** Shortest estimated wait for which a callback is offered, seconds. */
  offerThresholdS: number;
  /** `_` options in the Genesys style, completed with defaults. */
  options: Record<string, OptionValue>;
  /** Those whose value depends on the request: `$name$` in them is a parameter of it. Without one they are as in `options`. */
  templates: OptionTemplates;
  callerId: { number: string; name: string };
  /** What customers who call by themselves are told to dial; empty: they cannot. */
  accessNumber: string;
  /** What requests are about; null: the service does not look at that. */
  subjects: SubjectTable | null;
}

/** How many agents are planned by time of day, the same every day. */
export interface Roster {
  /** IANA name. */
  zone: string;
  /** From that minute of the day on, until the next step; in order, none twice. */
  steps: readonly { minute: number; agents: number }[];
}

interface QueueConfiguration {
  name: string;
  /** Skill expression that agents of the queue meet; empty = everyone. */
  target: string;
  /** Rules for numbers: a name under `numbers`; null = every number that can be. */
  numbers: string | null;
  /** A fixed handle time for the estimate, or null to measure it. */
  handleTimeMs: number | null;
  /** What is assumed before the first conversation has ended. */
  initialHandleTimeMs: number;
  afterCallWorkMs: number;
  /** After how long a caller on the line gives up, on average; null to measure it. */
  patienceMs: number | null;
  roster: Roster | null;
  /** A called customer who has answered and is not with an agent within this is abandoned. */
  abandonedAfterMs: number;
  /** Percent of abandoned ones from which on nobody is called before an agent is free. */
  abandonedCapPercent: number;
  /** Which of the agents who suit is given first. */
  selection: 'longest-idle' | 'best-skill';
  /** What its callers and customers hear while they wait, as a segment of music names it. */
  music: string;
}

export interface AgentConfiguration {
  id: string;
  name: string;
  phone: string;
  skills: Record<string, number>;
  /** Groups of agents that the agent belongs to, for targets such as `Sales@.GA`. */
  groups: readonly string[];
  /** Where the agent sits, for targets such as `Desk7@.AP`; empty: nowhere in particular. */
  place: string;
  /** State in which the agent begins when the store does not know it yet. */
  initial: 'ready' | 'not-ready' | 'logged-out';
  /** Opens the agent's own part of the API, or its hash (`sha256:...`); null: none does. */
  key: string | null;
  /** Keyed by the agent at a phone, 4 to 12 digits; null: no phone is the agent's desk. */
  pin: string | null;
  /** Other media by name: so many slots at once, and so many of them beside a call. */
  media: Record<string, { slots: number; besideCalls: number }>;
}

/** An address that is asked for each number. */
export interface LookupConfiguration {
  url: string;
  /** Sent as `Authorization: Bearer`; null: none. */
  key: string | null;
  /** How long it may take to answer. */
  timeoutMs: number;
  /** For how long an answer holds. */
  cacheMs: number;
}

export interface AccessConfiguration {
  /** Sources (addresses or CIDR) pages, strategies and prompts are served to. */
  pages: string[];
  /** API keys, or their hashes (`sha256:...`), by name; empty = loopback only. */
  keys: Record<string, string>;
}

/** The Genesys API: where it is served, and the server-wide options `filter-keys` and `returned-keys` of GMS. */
interface GenesysConfiguration {
  /** Base path, such as `/genesys`. */
  path: string;
  /** Keys that a query by queues may filter by. */
  filterKeys: readonly string[];
  /** Keys that queries return besides those that are always returned. */
  returnedKeys: readonly string[];
  /** Keys of user data whose values only agents and strategies read. */
  privateKeys: readonly string[];
  /** GMS `customhttp.url`: takes messages to devices, as JSON; null: only those that are addresses can be told. */
  pushGateway: string | null;
  /** GMS `defaultSubscriptionExpiration`: how long a subscription stands at least, ms. */
  subscriptionMs: number;
}

/** Events of strategies over HTTP. */
export interface SessionEventsConfiguration {
  /** How others reach this server, without a slash at the end. */
  url: string;
  /** Hosts (with a port, if it is not the usual one) that strategies may send events to. */
  hosts: string[];
  /** Whether those may be in private networks. */
  privateNetworks: boolean;
}

export interface SimulationConfiguration {
  /** Callers that keep the queue long. */
  load: { waiting: number; patienceMs: number } | null;
  /** Spoken characters a second of simulated prompts. */
  speechRate: number;
  talkMs: number;
}
