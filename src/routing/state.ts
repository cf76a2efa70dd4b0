import type { MediumRule } from './media.ts';
import type { WaitMethod } from '../callback/wait-method.ts';

export type AgentState = 'logged-out' | 'not-ready' | 'ready' | 'reserved' | 'busy' | 'after-call-work';

/** An agent as the router sees it. */
export interface AgentRow {
  id: string;
  name: string;
  /** Dial string of the agent's phone, such as `user/1001`. */
  phone: string;
  /** Skill to level. */
  skills: Record<string, number>;
  /** Groups and place as configured. Rows of an earlier version lack them until the next `configure`. */
  groups?: readonly string[];
  place?: string;
  state: AgentState;
  /** Reason of not-ready, such as `Lunch` or `RONA`. */
  reason: string | null;
  /** Since when in this state. */
  since: number;
  /** The queue entry it is reserved for or talks with. */
  entryId: string | null;
  /** When the reservation, or the after-call work, ends by itself. */
  until: number | null;
  /** What the agent asked for while a call was offered or talked: taken when that is over. Null = ready. */
  afterCall: { state: 'not-ready' | 'logged-out'; reason: string | null } | null;
  /** Slots that other media have taken, each with its medium. */
  media?: Readonly<Record<string, string>>;
  /** As configured. */
  mediaRules?: Readonly<Record<string, MediumRule>>;
  /** The newest conversation. Rows of an earlier version, and agents who never talked, lack it. */
  last?: { entryId: string; kind: 'live' | 'callback'; endedAt: number };
}

/** As people read it: `not-ready (Lunch)`. */
export function stateInWords({ state, reason }: Pick<AgentRow, 'state' | 'reason'>): string {
  return reason === null ? state : `${state} (${reason})`;
}

/** An agent looks at the caller before anybody is rung. */
export interface Preview {
  /** The open `queue.preview` action. */
  actionId: string;
  requestId: string;
  rejectable: boolean;
  /** An agent who says nothing in time is not ready, for that reason; null: stays ready. */
  notReady: string | null;
}

/** A live or virtual caller in a virtual queue. Its id is the interaction's, or the callback's. */
export interface EntryRow {
  id: string;
  queue: string;
  sessionId: string;
  /** The open `queue.submit` action. */
  actionId: string;
  requestId: string;
  kind: 'live' | 'callback';
  priority: number;
  /** The place: epoch ms. Ties go by `order`. */
  placeAt: number;
  order: number;
  /** By what it is ordered when waiting counts as priority: see `rankOf`. */
  rank?: number | null;
  /** Skill expression or agent; empty = any agent of the queue. */
  target: string;
  /**
   * `waiting`: for an agent. `notify`: to be told when an agent is free for it (no reservation).
   * `notified`: told; its claim on an agent counts against others behind it. `reserved`: an agent is held for it.
   * `held`: keeps its place without asking for anybody (between attempts). `talking`: connected.
   */
  mode: 'waiting' | 'notify' | 'notified' | 'reserved' | 'held' | 'talking';
  agentId: string | null;
  submittedAt: number;
  /** Since when it asks for its target: what a list of targets counts from. Missing: since `submittedAt`. */
  targetSince?: number;
  /** How long a reservation lasts, ms. */
  reserveMs: number;
  /** When waiting ends with a time-out; null for never. */
  timeoutAt: number | null;
  /** As the submit said them. Missing: no. */
  waitsOn?: boolean;
  connects?: boolean;
  pick?: 'shortest-idle';
  /** May be told before an agent is free. Missing: no. */
  ahead?: boolean;
  /** When it was told. */
  toldAt?: number;
  /** Since when the customer of a callback is on the line. */
  answeredAt?: number;
  /** Missing or null: nobody looks at it. */
  preview?: Preview | null;
  /** Seconds it was expected to wait when it asked, by each method that could tell. Rows of an earlier version lack it. */
  expected?: Partial<Record<WaitMethod, number>>;
}

/** What is known of a queue's conversations. */
export interface QueueStats {
  queue: string;
  /** Exponentially smoothed handle time (talk and after-call work), ms; null before the first. */
  handleMs: number | null;
  handled: number;
  /** Rows of an earlier version lack it. */
  waits?: WaitHistory;
  /** Rows of an earlier version lack it. */
  tally?: QueueTally;
  /** Rows of an earlier version, and of a queue without callbacks, lack it. */
  calls?: CallHistory;
}

/** What calls to customers have taught. Bounded. */
export interface CallHistory {
  /** Smoothed time from the word to call until the customer is on the line, ms; null before the first. */
  callMs: number | null;
  /** Smoothed share of them that reach the customer. */
  reached: number;
  /** By day since 1970 (UTC), of the last 30: customers who answered, and those of them who were abandoned. */
  days: readonly { day: number; answered: number; abandoned: number }[];
  /** The newest callers on the line: when they came, with which priority. */
  arrivals: readonly { at: number; priority: number }[];
}

/** What happened in a queue since there is one. */
export interface QueueTally {
  /** Callers, live and virtual, who joined it; asking again is no joining. */
  entered: number;
  /** How often one of them was given an agent, who may not have answered. */
  distributed: number;
  /** Conversations. */
  answered: number;
  /** Callers on the line who left without having talked. */
  abandoned: number;
}

/** What a queue's waits have taught. Bounded. */
export interface WaitHistory {
  /** The newest callers who were given an agent: when, and how many agents worked then. */
  served: { at: number; agents: number }[];
  /** How long the newest of them really waited, as multiples of what each method had expected; newest last. */
  ratios: Partial<Record<WaitMethod, number[]>>;
  /** Of callers on the line: how long they waited and how many gave up, older ones counting less. */
  patience: { waitedMs: number; left: number };
}

export interface RoutingState {
  seq: number;
  agents: AgentRow[];
  entries: EntryRow[];
  stats: QueueStats[];
}

/** The rows a routing decision changes. */
export interface RoutingChange {
  agents: AgentRow[];
  entries: EntryRow[];
  removedEntries: string[];
  removedAgents: string[];
  stats: QueueStats[];
}
