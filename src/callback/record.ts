import type { Json, JsonObject } from '../core/json.ts';
import type { Consent } from './consent.ts';
import type { CallbackReason, CallbackState } from './states.ts';

export { callbackReasons, callbackStates, type CallbackReason, type CallbackState } from './states.ts';

/** What became of one attempt (GMS dial results). */
export const dialResults = [
  'CREATE_CALL_ERROR',
  'BUSY',
  'NO_ANSWER',
  'ANSWERING_MACHINE',
  'ERROR_TONE',
  'FAX',
  'PERSON',
  'CONNECTED',
  'UNKNOWN',
] as const;
export type DialResult = (typeof dialResults)[number];

/** One dial of the customer. */
export interface Attempt {
  /** Also the UUID of the channel. */
  id: string;
  /** 1, 2, 3 ... */
  number: number;
  startedAt: number;
  endedAt: number | null;
  result: DialResult | null;
  /** What the switch said, such as `USER_BUSY 486`. */
  detail: string | null;
  /** What who was asked for the number said before it, and when; missing: nobody was. */
  lookup?: { at: number; answer: string };
}

export type OptionValue = string | number | boolean;

/** One request for a return call and its life. Instants are epoch ms UTC. */
export interface CallbackRecord {
  /** 128 random bits, hexadecimal: in the Genesys API it is a capability. */
  id: string;
  /** Counts the changes; every change names the one it builds on. */
  version: number;
  service: string;
  state: CallbackState;
  /** Set when, and only when, COMPLETED. */
  reason: CallbackReason | null;
  /** E.164. */
  customerNumber: string;
  createdAt: number;
  updatedAt: number;
  /** The place in the queue: the originating call's arrival, the moment of request, or the desired time. */
  placeAt: number;
  /** The time asked for; null for as soon as possible. */
  desiredAt: number | null;
  /** When the record is no longer worth acting on (desired time, or creation, plus `_ttl`). */
  expiresAt: number;
  completedAt: number | null;
  sessionId: string | null;
  /** The customer's leg while there is one. */
  interactionId: string | null;
  originatingInteractionId: string | null;
  attempts: Attempt[];
  lastDialResult: DialResult | null;
  /** The service's options as merged when the callback was made. */
  options: Record<string, OptionValue>;
  /** The caller's own pairs. */
  userData: Record<string, string>;
  /** `_CB_*` pairs. */
  kvps: Record<string, string | number>;
  /** The wait that the caller was told, with all that it was reckoned from; missing when none was told. */
  waitEstimate?: JsonObject;
  /** How often it was given another time after its session had begun; missing: never. Each session has its own id. */
  moves?: number;
  /** What the Storage API keeps with it, once anything was written there. */
  storage?: Record<string, StoredValue>;
  /** When the customer was on the line, and when an agent was; missing until then. Epoch ms. */
  customerAt?: number;
  agentAt?: number;
  /** Locale of what the customer hears; missing: the service's. */
  language?: string;
  /** Where the customer may call us, once it may; missing: we call. */
  access?: Access;
  /** The app that is told when something is to be done; missing: none can be. */
  device?: Device;
  /** Where and when somebody agreed to the call; missing: nobody has said so. */
  consent?: Consent;
  /** One sentence for the newest decision. */
  why: string;
}

/** What a customer who calls us has to know. */
export interface Access {
  /** As it is shown and dialled. */
  number: string;
  /** Null: the calling number is enough. */
  code: string | null;
  /** Until when the call is expected, epoch ms. */
  expiresAt: number;
}

/** GMS `_device_notification_id` and `_device_os`. */
export interface Device {
  id: string;
  type: string;
}

/** A value of the Storage API: a text, or bytes in base64 with their media type. */
export type StoredValue = { text: string } | { type: string; base64: string };

/** Who called whom, and how it ended. One for every call leg Ringback controls. */
export interface InteractionRecord {
  /** The channel's UUID on its switch. */
  id: string;
  version: number;
  direction: 'inbound' | 'outbound';
  /** What the leg is for: a caller on a routing point, the customer of a callback, an agent. */
  party: 'caller' | 'customer' | 'agent';
  switchName: string;
  /** Calling number as received: may be empty, `anonymous`, a URI. */
  from: string;
  to: string;
  service: string | null;
  arrivedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** How the leg ended; null while it lives. */
  outcome: InteractionOutcome | null;
  /** Attached data (user data and `_CB_*` pairs) as far as they hang on the call. */
  userData: Record<string, string | number>;
  sessionId: string | null;
  /** The callback whose customer or agent it is; on a caller's leg the one that the call was traded for. */
  callbackId: string | null;
  /** The leg it talks or talked with. */
  bridgedWith: string | null;
  /** What a strategy has made of the conversation, on the record of the caller or customer; missing: two talk, or none. */
  control?: CallControl;
  /** The caller or customer in whose conversation this leg is the third; missing: it is none. */
  thirdOf?: string;
}

/**
 * - `held`: hears music, and the agent waits
 * - `consulting`: hears music while the agent talks with a third
 * - `conference`: all talk
 */
export interface CallControl {
  state: 'held' | 'consulting' | 'conference';
  /** Legs of the others; while the call is held or waits, the agent's is the first. */
  parties: string[];
}

export interface InteractionOutcome {
  kind: 'rejected' | 'abandoned' | 'completed' | 'failed';
  /** Such as `Callback` for a caller released into a callback. */
  reason: string;
  cause: string;
}

/** A fact for reports: stays after its callback is forgotten. */
export interface Fact {
  id: string;
  at: number;
  kind: string;
  callbackId: string | null;
  data: Record<string, Json>;
}
