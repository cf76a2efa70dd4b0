import type { AccessKey } from '../../../src/callback/access-key.ts';
import type { BarredNumber } from '../../../src/callback/barred-number.ts';
import type { CallbackRecord, Fact, InteractionRecord } from '../../../src/callback/record.ts';
import type { AgentRow, EntryRow, RoutingChange } from '../../../src/routing/state.ts';
import type { CallbackCreate } from '../../../src/store/callbacks.ts';
import type { DialogRun } from '../../../src/store/dialog-runs.ts';
import type { Revision } from '../../../src/store/revisions.ts';
import type { RoutingCommit } from '../../../src/store/routing.ts';
import type {
  ActionRow,
  Delivery,
  SessionEvent,
  SessionRow,
  SessionStart,
  StepCommit,
  StoredTimer,
} from '../../../src/store/sessions.ts';
import type { Deposit } from '../../../src/store/deposits.ts';
import type { Utterance } from '../../../src/store/utterances.ts';

export const T0 = Date.UTC(2026, 0, 5, 9);

export function event(id: string, name = 'interaction.added'): SessionEvent {
  return { id, name, data: { about: id } };
}

export function delivery(sessionId: string, id: string): Delivery {
  return { sessionId, event: event(id) };
}

export function session(
  id: string,
  row: Partial<SessionRow> = {},
  events: SessionEvent[] = [],
): SessionStart {
  return {
    row: {
      id,
      seq: 0,
      status: 'running',
      strategy: 'callback',
      setHash: 'set-1',
      chartHash: 'chart-1',
      callbackId: null,
      interactionId: null,
      params: { service: 'classic' },
      snapshot: null,
      startedAt: T0,
      finishedAt: null,
      ...row,
    },
    events,
  };
}

/** The step of `sessionId` from sequence number `from`, that takes `taken`. */
export function step(
  sessionId: string,
  from: number,
  taken: SessionEvent | null = null,
  rest: Partial<StepCommit> = {},
): StepCommit {
  return {
    sessionId,
    expectedSeq: from,
    status: 'running',
    finishedAt: null,
    snapshot: `{"after":${from + 1}}`,
    journal: {
      sessionId,
      seq: from + 1,
      at: T0 + from,
      engineVersion: '1',
      event: taken,
      inputs: { now: T0 + from, seed: 7 },
      trace: [{ kind: 'enter', state: 'Queued' }],
      actions: [],
    },
    timers: { set: [], clear: [] },
    actions: [],
    completes: [],
    callback: null,
    interactions: [],
    deliveries: [],
    facts: [],
    ...rest,
  };
}

export function revision(no: number, rest: Partial<Revision> = {}): Revision {
  const patch = { services: { classic: { 'offer-threshold': `${no}m` } } };
  const changes = [{ pointer: '/services/classic/offer-threshold', from: '5s', to: `${no}m` }];
  return { no, at: T0 + no, author: 'ada', reason: '', ground: 'file-1', patch, changes, ...rest };
}

export function accessKey(id: string, rest: Partial<AccessKey> = {}): AccessKey {
  return {
    id,
    version: 1,
    role: 'supervisor',
    services: ['classic'],
    queues: null,
    secrets: [{ hash: 'a1b2', until: null }],
    revokedAt: null,
    history: [{ at: T0, by: 'ada', what: 'created' }],
    ...rest,
  };
}

export function barredNumber(number: string, rest: Partial<BarredNumber> = {}): BarredNumber {
  const added = { at: T0, by: 'ada', what: 'added' as const, reason: 'asked us "never"', source: 'letter' };
  return { number, version: 1, listed: true, history: [added], ...rest };
}

export function timer(sessionId: string, key: string, dueAt: number): StoredTimer {
  return { sessionId, key, dueAt, event: event(`timer-${key}`, 'retry') };
}

export function action(id: string, sessionId: string, rest: Partial<ActionRow> = {}): ActionRow {
  return {
    id,
    sessionId,
    seq: 1,
    index: 0,
    kind: 'ixn.createcall',
    mode: 'at-most-once',
    status: 'pending',
    requestId: `${sessionId}.1.0`,
    payload: { to: '+12025550123' },
    createdAt: T0,
    deadlineAt: T0 + 60_000,
    node: null,
    sentAt: null,
    ...rest,
  };
}

export function callback(id: string, rest: Partial<CallbackRecord> = {}): CallbackRecord {
  return {
    id,
    version: 1,
    service: 'classic',
    state: 'QUEUED',
    reason: null,
    customerNumber: '+12025550123',
    createdAt: T0,
    updatedAt: T0,
    placeAt: T0,
    desiredAt: null,
    expiresAt: T0 + 86_400_000,
    completedAt: null,
    sessionId: null,
    interactionId: null,
    originatingInteractionId: null,
    attempts: [],
    lastDialResult: null,
    options: { _max_dial_attempts: 3 },
    userData: {},
    kvps: { _CB_SERVICE_ID: id },
    why: 'the caller asked for it',
    ...rest,
  };
}

/** The next version of a record. */
export function next(record: CallbackRecord, change: Partial<CallbackRecord> = {}): CallbackRecord {
  return { ...record, ...change, version: record.version + 1 };
}

export function create(record: CallbackRecord, rest: Partial<CallbackCreate> = {}): CallbackCreate {
  const nothing = { session: null, slot: null, throttle: null, activeLimit: null, origin: null, facts: [] };
  return { record, ...nothing, ...rest };
}

export function interaction(id: string, rest: Partial<InteractionRecord> = {}): InteractionRecord {
  return {
    id,
    version: 1,
    direction: 'inbound',
    party: 'caller',
    switchName: 'simulated',
    from: '+12025550123',
    to: '8000',
    service: 'classic',
    arrivedAt: T0,
    answeredAt: null,
    endedAt: null,
    outcome: null,
    userData: {},
    sessionId: null,
    callbackId: null,
    bridgedWith: null,
    ...rest,
  };
}

export function dialogRun(key: string, rest: Partial<DialogRun> = {}): DialogRun {
  return {
    key,
    revision: 0,
    dialog: 'classic',
    setHash: 'set-1',
    step: 'offer',
    values: {},
    locale: 'en-US',
    service: 'classic',
    interactionId: null,
    sessionId: null,
    actionId: null,
    status: 'open',
    result: null,
    startedAt: T0,
    updatedAt: T0,
    ...rest,
  };
}

export function agent(id: string, rest: Partial<AgentRow> = {}): AgentRow {
  return {
    id,
    name: `Agent ${id}`,
    phone: `user/${id}`,
    skills: { Billing: 3 },
    state: 'ready',
    reason: null,
    since: T0,
    entryId: null,
    until: null,
    afterCall: null,
    ...rest,
  };
}

export function entry(id: string, rest: Partial<EntryRow> = {}): EntryRow {
  return {
    id,
    queue: 'classic',
    sessionId: `session-${id}`,
    actionId: `action-${id}`,
    requestId: 'r',
    kind: 'callback',
    priority: 0,
    placeAt: T0,
    order: 1,
    target: '',
    mode: 'notify',
    agentId: null,
    submittedAt: T0,
    reserveMs: 30_000,
    timeoutAt: null,
    ...rest,
  };
}

export const noChange: RoutingChange = {
  agents: [],
  entries: [],
  removedEntries: [],
  removedAgents: [],
  stats: [],
};

export function routing(
  messageId: string,
  expectedSeq: number,
  rest: Partial<RoutingCommit> = {},
): RoutingCommit {
  return {
    expectedSeq,
    messageId,
    at: T0,
    message: { kind: 'submit', about: messageId },
    change: noChange,
    decisions: [],
    deliveries: [],
    ...rest,
  };
}

export function fact(id: string, rest: Partial<Fact> = {}): Fact {
  return { id, at: T0, kind: 'attempt', callbackId: null, data: { result: 'BUSY' }, ...rest };
}

export function utterance(id: string, rest: Partial<Utterance> = {}): Utterance {
  return { id, at: T0, type: 'audio/x-wav', base64: 'UklGRg==', ...rest };
}

export function deposit(id: string, rest: Partial<Deposit> = {}): Deposit {
  return { id, kind: 'storage', version: 1, expiresAt: T0 + 1000, content: { said: 'hello' }, ...rest };
}
