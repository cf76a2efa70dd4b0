import { actionId } from '../core/ids.ts';
import { messageOf } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { App } from '../app/ports.ts';
import { actionThatGoesOn } from '../app/routing-deliveries.ts';
import { statusDeliveries } from '../app/status-notifications.ts';
import type { CallbackRecord, InteractionRecord } from '../callback/record.ts';
import { deadlineKey, requestIdOf, requestOfDeadline } from '../scxml/engine/requests.ts';
import { HTTP_READ, sessionRead } from '../scxml/processors.ts';
import type { StoredOutcome, StoredStep } from '../scxml/stored-step.ts';
import type { EngineAction, StepInputs, TraceItem } from '../scxml/step.ts';
import type { ActionRow, SessionEvent, SessionRow, StepCommit, StoredTimer } from '../store/sessions.ts';
import { documentAddress } from './document-address.ts';
import { textOf, type Records } from './module.ts';
import { deliveryOf, rootOf } from './other-sessions.ts';
import { readSession } from './read-session.ts';
import { readStatistic } from './read-statistic.ts';
import { handlerOf } from './registry.ts';

/** Stands in every journal entry: a replay on another version is told apart. */
export const ENGINE_VERSION = '1';

/** Steps a statechart: pure, wherever it runs. */
export interface Stepper {
  step(session: SessionRow, request: StoredStep): Promise<StoredOutcome>;
}

/** A step that has been thought through but not committed. */
export interface Stepped {
  commit: StepCommit;
  row: SessionRow;
  /** Actions that were open when the session ended with this step. */
  abandoned: ActionRow[];
}

/** Loads what the step needs, steps, and builds the commit. Nothing is changed by it. */
export async function stepSession(
  app: App,
  stepper: Stepper,
  row: SessionRow,
  event: SessionEvent | null,
): Promise<Stepped> {
  const now = app.clock.now();
  const inputs: StepInputs = {
    sessionId: row.id,
    seq: row.seq + 1,
    now,
    seed: Math.floor(app.random.next() * 2 ** 31),
    params: row.params,
    reads: {},
  };
  const outcome = await step(app, stepper, { row, event, inputs });
  // Most steps change no record.
  const applies = outcome.actions.some(({ kind }) => handlerOf(kind)?.apply !== undefined);
  const callback = applies ? await ownCallback(app, row) : null;
  const records: Records = { callback, interactions: new Map(), facts: [], now };
  const { trace, actions, ...changes } = await applyActions(app, row, outcome, records);
  const open = outcome.done ? await app.store.outbox.openOf(row.id) : [];
  const completed = completedBy(row.id, event);
  const abandoned = open.filter(
    (action) =>
      !completed.includes(action.id) && (handlerOf(action.kind)?.abandon !== undefined || isLasting(action)),
  );
  const seq = row.seq + 1;
  const commit: StepCommit = {
    sessionId: row.id,
    expectedSeq: row.seq,
    status: outcome.done ? 'finished' : 'running',
    finishedAt: outcome.done ? now : null,
    snapshot: outcome.snapshot,
    journal: {
      sessionId: row.id,
      seq,
      at: now,
      engineVersion: ENGINE_VERSION,
      event,
      inputs: { seed: inputs.seed, reads: inputs.reads },
      trace: [...outcome.trace, ...trace] as Json[],
      actions: actions.map(({ id, kind }) => ({ id, kind })),
    },
    timers: timersOf(row.id, outcome.timers),
    actions,
    completes: [...completed, ...abandoned.map((action) => action.id)],
    ...changes,
  };
  const next: SessionRow = {
    ...row,
    seq,
    status: commit.status,
    finishedAt: commit.finishedAt,
    snapshot: commit.snapshot,
  };
  return { commit, row: next, abandoned };
}

type Taken = Extract<StoredOutcome, { kind: 'stepped' }>;

/** The step itself, once all it reads from outside is there. */
async function step(
  app: App,
  stepper: Stepper,
  { row, event, inputs }: { row: SessionRow; event: SessionEvent | null; inputs: StepInputs },
): Promise<Taken> {
  const request: StoredStep = { snapshot: row.snapshot, inputs, ...takenBy(event) };
  for (;;) {
    const outcome = await stepper.step(row, request);
    if (outcome.kind === 'stepped') return outcome;
    await answer(app, row, outcome.names, inputs.reads);
  }
}

/** A timer of the chart fires, or an event is taken; a timer that was cancelled after it had fired does nothing. */
export function takenBy(event: SessionEvent | null): Pick<StoredStep, 'event' | 'timer'> {
  const timer = timerOf(event);
  if (timer !== null) return { event: null, timer };
  if (actionThatGoesOn(event) !== null) return { event: null };
  return { event: event && { ...event.about, name: event.name, data: event.data } };
}

/** Actions that go on by themselves until called off. */
function isLasting(action: ActionRow): boolean {
  return ['dialog.start', 'dialog.playsound', 'queue.submit'].includes(action.kind);
}

/** Key of the timer that an event says has fired. The instant may have a fraction. */
function timerOf(event: SessionEvent | null): string | null {
  return /^timer:[^:]*:(.*):[^:]*$/s.exec(event?.id ?? '')?.[1] ?? null;
}

/** The action whose result an event is, or whose deadline has passed: the one its request, `<session>.<seq>.<index>`, made. */
export function completedBy(sessionId: string, event: SessionEvent | null): string[] {
  if (!event) return [];
  const requestId = requestOfDeadline(timerOf(event)) ?? resultOf(event);
  const [, asked = '', seq, index] = /^(.+)\.(\d+)\.(\d+)$/s.exec(requestId ?? '') ?? [];
  return rootOf(asked) === sessionId ? [actionId(sessionId, Number(seq), Number(index))] : [];
}

function resultOf({ id, about, data }: SessionEvent): string | null {
  return id.startsWith('timer:') ? null : requestIdOf({ ...about, data });
}

/** Reads from outside that a step asked for; they become part of the journal. */
async function answer(app: App, row: SessionRow, names: string[], reads: JsonObject): Promise<void> {
  for (const name of names) {
    if (name === 'interactions') reads[name] = await interactionsOf(app, row);
    else if (name === HTTP_READ) {
      const { url } = app.config().sessionEvents;
      reads[name] = { location: `${url}/scxml/sessions/${row.id}`, loopback: true };
    } else if (name === 'document') {
      reads[name] = documentAddress(app, row);
    } else if (name.startsWith('statistic:')) {
      reads[name] = await readStatistic(app, name.slice('statistic:'.length));
    } else if (name.startsWith('genesys.session:')) {
      reads[name] = await readSession(app, row, name.slice('genesys.session:'.length));
    } else if (name.startsWith(sessionRead(''))) {
      const other = await app.store.sessions.get(rootOf(name.slice(sessionRead('').length)));
      reads[name] = other?.status === 'running';
    } else reads[name] = null;
  }
}

/** Null also for a callback that was moved to another time: another session carries it out then. */
async function ownCallback(app: App, row: SessionRow): Promise<CallbackRecord | null> {
  const callback = row.callbackId ? await app.store.callbacks.get(row.callbackId) : null;
  return callback?.sessionId === row.id ? callback : null;
}

async function interactionsOf(app: App, row: SessionRow): Promise<JsonObject> {
  const views: JsonObject = {};
  const origin = row.params['originatingInteractionId'];
  for (const record of await app.store.interactions.live())
    if (record.sessionId === row.id || [row.interactionId, origin].includes(record.id))
      views[record.id] = viewOf(record);
  return views;
}

/** An interaction as `_genesys.ixn.interactions[id]` shows it. */
function viewOf(record: InteractionRecord): JsonObject {
  return {
    g_uid: record.id,
    category: 'voice',
    contactedaddr: record.to,
    udata: { ...record.userData },
    voice: { callid: record.id, ani: record.from, dnis: record.to },
  };
}

interface Changes extends Pick<StepCommit, 'actions' | 'callback' | 'interactions' | 'deliveries' | 'facts'> {
  trace: TraceItem[];
}

/** What the step's actions change at once, and what of them is left to do outside. */
async function applyActions(
  app: App,
  row: SessionRow,
  { actions, timers }: Taken,
  records: Records,
): Promise<Changes> {
  const deadlines = new Map(timers.set.map(({ key, dueAt }) => [key, dueAt]));
  const before = { callback: records.callback, interactions: new Map<string, InteractionRecord>() };
  const { facts } = records;
  const changes: Changes = {
    actions: [],
    callback: null,
    interactions: [],
    deliveries: [],
    facts,
    trace: [],
  };
  for (const action of actions) {
    const delivery = deliveryOf(row, action);
    if (delivery) {
      changes.deliveries.push(delivery);
      continue;
    }
    const handler = handlerOf(action.kind);
    if (!handler) {
      changes.trace.push({
        kind: 'error',
        name: 'error.execution',
        text: `no module carries out ${action.kind}`,
        line: 0,
      });
      continue;
    }
    if (handler.apply) {
      await loadInteraction(app, action, records, before.interactions);
      try {
        handler.apply(action, records);
      } catch (error) {
        changes.trace.push({ kind: 'error', name: `error.${action.kind}`, text: messageOf(error), line: 0 });
        const data = { requestid: action.requestId, description: messageOf(error) };
        const id = `${row.id}:${row.seq + 1}:${action.index}:error`;
        changes.deliveries.push({ sessionId: row.id, event: { id, name: `error.${action.kind}`, data } });
      }
    }
    if (handler.mode) {
      const deadlineAt = deadlines.get(deadlineKey(action.requestId)) ?? null;
      const status = handler.outlives ? 'sending' : 'pending';
      const begun = { mode: handler.mode, status, deadlineAt, createdAt: records.now } as const;
      changes.actions.push(actionRow(row, action, begun));
    }
  }
  changes.callback = callbackChange(before.callback, records.callback);
  if (before.callback && changes.callback)
    changes.deliveries.push(...statusDeliveries(before.callback, changes.callback.record));
  for (const [id, record] of records.interactions) {
    const was = before.interactions.get(id);
    if (was && was !== record) changes.interactions.push({ expectedVersion: was.version, record });
  }
  return changes;
}

async function loadInteraction(
  app: App,
  action: EngineAction,
  records: Records,
  before: Map<string, InteractionRecord>,
): Promise<void> {
  const list = Array.isArray(action.attributes['args']) ? action.attributes['args'] : [];
  const id = textOf(action.attributes, 'interactionid') || (typeof list[1] === 'string' ? list[1] : '');
  if (!id || records.interactions.has(id)) return;
  const record = await app.store.interactions.get(id);
  if (!record) return;
  before.set(id, record);
  records.interactions.set(id, record);
}

function callbackChange(before: CallbackRecord | null, after: CallbackRecord | null): StepCommit['callback'] {
  return before && after && before !== after ? { expectedVersion: before.version, record: after } : null;
}

function actionRow(
  row: SessionRow,
  action: EngineAction,
  begun: Pick<ActionRow, 'mode' | 'status' | 'deadlineAt' | 'createdAt'>,
): ActionRow {
  return {
    id: actionId(row.id, row.seq + 1, action.index),
    sessionId: row.id,
    seq: row.seq + 1,
    index: action.index,
    kind: action.kind,
    requestId: action.requestId,
    payload: {
      attributes: action.attributes,
      params: action.params,
      children: action.children as unknown as Json,
    },
    ...begun,
    node: null,
    sentAt: null,
  };
}

/** The chart's timers. */
function timersOf(sessionId: string, { set, clear }: Taken['timers']): StepCommit['timers'] {
  const stored: StoredTimer[] = set.map(({ key, dueAt, event }) => ({
    sessionId,
    key,
    dueAt,
    event: { id: `timer:${sessionId}:${key}:${dueAt}`, name: event.name, data: event.data },
  }));
  return { set: stored, clear };
}
