import type { Roster } from '../callback/configuration.ts';
import type { SelectionRule } from './agent-choice.ts';
import type { MediumRule } from './media.ts';
import type { AgentState, EntryRow, RoutingChange } from './state.ts';

/** An agent as configured. */
export interface AgentSetting {
  id: string;
  name: string;
  phone: string;
  skills: Record<string, number>;
  groups: readonly string[];
  place: string;
  /** State in which it begins. */
  initial: 'ready' | 'not-ready' | 'logged-out';
  /** Other media, by name. */
  media?: Readonly<Record<string, MediumRule>>;
}

/** A virtual queue as configured. Durations are ms. */
interface QueueSetting {
  name: string;
  /** Skill expression that its agents meet; empty = everyone. */
  target: string;
  /** A fixed handle time, or null to measure it. */
  handleTimeMs: number | null;
  /** Assumed before the first conversation has ended. */
  initialHandleTimeMs: number;
  afterCallWorkMs: number;
  /** A fixed patience of callers on the line, or null to measure it. */
  patienceMs: number | null;
  roster: Roster | null;
  /** A customer who has answered and is not with an agent within this is abandoned; missing: two seconds. */
  abandonedAfterMs?: number;
  /** From which share of abandoned customers on nobody is called before an agent is free; missing: 3. */
  abandonedCapPercent?: number;
  /** Missing: the longest idle first. */
  selection?: SelectionRule;
}

export interface RoutingConfig {
  agents: readonly AgentSetting[];
  queues: readonly QueueSetting[];
  /** How long a wait counts as much as one point of priority; null or missing: none does. */
  ageingMs?: number | null;
}

/** A live or virtual caller asks for an agent. */
export interface SubmitMessage {
  type: 'submit';
  id: string;
  /** The interaction, or the callback. One that is in the queue already keeps its place. */
  entryId: string;
  queue: string;
  sessionId: string;
  actionId: string;
  requestId: string;
  kind: 'live' | 'callback';
  /** Higher goes first. */
  priority: number;
  /** The place: epoch ms. */
  placeAt: number;
  /** Skill expression or agent; empty = any agent of the queue. */
  target: string;
  /** `waiting`: an agent is reserved. `notify`: to be told when one is free, without a reservation. */
  mode: 'waiting' | 'notify';
  /** With `notify`: may be told before an agent is free. */
  ahead?: boolean;
  /** The customer of the callback is on the line. */
  answered?: boolean;
  reserveMs: number;
  /** After how long waiting ends with a time-out; null for never. */
  timeoutMs: number | null;
  /** The time-out is told, and waiting goes on. ORS: clearontimeout="false" */
  waitsOn?: boolean;
  /** The agent is not only chosen: the action that asked connects the two. ORS: route="true" */
  connects?: boolean;
  /** Who of several ready agents is taken; the longest idle one when left out. ORS: ordertype and orderstat */
  pick?: 'shortest-idle';
}

/**
 * - `ended`: the conversation is over
 * - `rona`: the reserved agent did not answer; `failed`: connecting failed, not by the agent's fault
 * - `gone`: the caller left, whatever the entry was doing
 */
export type ReleaseReason = 'ended' | 'rona' | 'failed' | 'gone';

/** What an agent says who has looked at a caller. */
export type PreviewAnswer = 'accept' | 'reject' | 'later';

/** What the router is told. `id` makes a second delivery a no-op. */
export type RouterMessage =
  | { type: 'configure'; id: string; config: RoutingConfig }
  | SubmitMessage
  /** Keeps its place without asking for anybody. */
  | { type: 'hold'; id: string; entryId: string }
  /** With `sessionId`, only what that session has queued. */
  | { type: 'remove'; id: string; entryId: string; why: string; sessionId?: string }
  /** Waits with another priority, or another time-out from now on (null: none). What is left out stays. */
  | {
      type: 'update';
      id: string;
      entryId: string;
      priority?: number;
      timeoutMs?: number | null;
      /** The customer of the callback is on the line. */
      answered?: boolean;
    }
  /** The agent who is reserved looks at the caller before anybody is rung, for so long at most. */
  | {
      type: 'preview';
      id: string;
      entryId: string;
      sessionId: string;
      actionId: string;
      requestId: string;
      rejectable: boolean;
      notReady: string | null;
      timeoutMs: number;
    }
  /** The agent has looked. `entryId`: at whom; null for whoever it is. `minutes`: how much later to call. */
  | {
      type: 'preview-answer';
      id: string;
      agentId: string;
      entryId: string | null;
      answer: PreviewAnswer;
      minutes: number | null;
    }
  /** The agent has answered: the reservation holds until the two are joined, or are not (`release`). */
  | { type: 'joining'; id: string; entryId: string }
  /** Talks with the agent that was reserved. */
  | { type: 'connected'; id: string; entryId: string }
  | { type: 'release'; id: string; entryId: string; reason: ReleaseReason }
  | {
      type: 'agent';
      id: string;
      agentId: string;
      to: 'ready' | 'not-ready' | 'logged-out';
      reason: string | null;
    }
  /** Another medium takes a slot of the agent, or gives it back: `medium` null. */
  | { type: 'media'; id: string; agentId: string; slot: string; medium: string | null }
  /** Time has passed. */
  | { type: 'tick'; id: string };

/** The answer to the entry's open submit; `previewed`: to its open preview. */
export type RoutingOutput =
  | { kind: 'reserved'; entry: EntryRow; agent: { id: string; name: string; phone: string } }
  | { kind: 'near'; entry: EntryRow }
  | {
      kind: 'previewed';
      entryId: string;
      sessionId: string;
      actionId: string;
      requestId: string;
      /** `timeout`: the agent said nothing. `gone`: no agent was reserved. */
      answer: PreviewAnswer | 'timeout' | 'gone';
      minutes: number | null;
    }
  | {
      kind: 'failed';
      entry: Pick<EntryRow, 'id' | 'queue' | 'sessionId' | 'actionId' | 'requestId' | 'waitsOn'>;
      error: string;
      why: string;
    };

/** What was decided about whom, and why: the record that the order can be checked by. */
export interface Decision {
  decision:
    | 'queued'
    | 'moved'
    | 'held'
    | 'removed'
    | 'reserved'
    | 'notified'
    | 'previewing'
    | 'previewed'
    | 'joining'
    | 'connected'
    | 'released'
    | 'refused'
    | 'timed-out'
    | 'agent';
  entry: string | null;
  agent: string | null;
  why: string;
  /** The agent's new state. */
  state?: AgentState;
}

export interface Routed {
  change: RoutingChange;
  decisions: Decision[];
  outputs: RoutingOutput[];
}
