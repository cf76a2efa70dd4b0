import { messageOf } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { ScriptError } from '../../sandbox/script-error.ts';
import type { Chart } from '../chart/chart.ts';
import type { DataModel } from '../evaluate/data-model.ts';
import { SCXML_PROCESSOR } from '../processors.ts';
import { allTimers, emptySnapshot, forget } from '../snapshot.ts';
import type { ChildDocument, EngineEvent, EngineTimer, Invocation, Snapshot, StepInputs } from '../step.ts';
import { callOrsFunction } from '../ors/functions.ts';
import { dispatch } from './dispatch.ts';
import { Interpreter } from './interpreter.ts';
import { noteLate, requestIdOf, takeResult } from './requests.ts';
import { treeOf } from './tree.ts';
import type { EventData } from './values.ts';
import { emit, enqueue, raiseError, type Kin, type Work } from './work.ts';

/** Charts of children, and data models to evaluate in. */
export interface Library {
  /** The chart of a document that `parent` invokes. @throws ScriptError when there is none */
  child(parent: Chart, document: ChildDocument): Chart;
  /** The data model for a chart, for one turn of one session. */
  use<T>(chart: Chart, turn: (model: DataModel) => T): T;
}

/** Most sessions that one and all it invoked can be. */
const MOST_SESSIONS = 100;

/** A session while it is stepped. */
interface Member {
  id: string;
  chart: Chart;
  snapshot: Snapshot;
  params: JsonObject;
  begun: boolean;
  parent: Member | null;
  /** How it stands in the snapshot of its parent. */
  invocation: Invocation | null;
  children: Member[];
  /** A send whose delay is over. */
  due: EngineTimer[];
  cancelled: boolean;
}

/** What all turns of a step have in common. */
export type StepWork = Pick<Work, 'actions' | 'timers' | 'trace' | 'spent'> & { inputs: StepInputs };

/**
 * A session and those it invoked, for the length of a step. They take turns, one at a time and always in the same
 * order: each goes on until nothing is left in its queues, or it invokes another, which begins at once. What one sends
 * another lies in that one's queue at once.
 */
export class Family {
  readonly root: Member;
  readonly #library: Library;
  readonly #step: StepWork;
  #size = 0;

  constructor(chart: Chart, snapshot: Snapshot, begun: boolean, parts: { library: Library; step: StepWork }) {
    this.#library = parts.library;
    this.#step = parts.step;
    const { sessionId: id, params } = parts.step.inputs;
    this.root = this.#member({ id, chart, snapshot, params, begun }, null);
  }

  #member(
    own: Pick<Member, 'id' | 'chart' | 'snapshot' | 'params' | 'begun'>,
    above: { parent: Member; invocation: Invocation } | null,
  ): Member {
    const { parent = null, invocation = null } = above ?? {};
    const member: Member = { ...own, parent, invocation, children: [], due: [], cancelled: false };
    this.#size++;
    for (const one of own.snapshot.invoked)
      if (one.session) {
        const inner = this.#library.child(own.chart, one.session.document);
        member.children.push(
          this.#member({ ...one.session, chart: inner }, { parent: member, invocation: one }),
        );
      }
    return member;
  }

  /** Puts an event into the queue of the session it is for; results that nobody waits for are dropped. */
  deliver({ to, ...event }: EngineEvent): void {
    const requestId = requestIdOf(event);
    if (requestId?.startsWith(`${this.root.id}.`)) this.#result(requestId, event);
    else (this.#all().find(({ id }) => id === to) ?? this.root).snapshot.externalQueue.push(event);
  }

  #result(requestId: string, event: EngineEvent): void {
    const asked = this.#all().find(
      ({ id }) => requestId.startsWith(`${id}.`) && /^\.\d+\.\d+$/.test(requestId.slice(id.length)),
    );
    const { trace, timers } = this.#step;
    if (asked && takeResult(asked.snapshot, requestId, timers.clear))
      asked.snapshot.externalQueue.push(event);
    else trace.push({ kind: 'log', label: asked ? 'late' : 'cancelled', text: `${event.name} ${requestId}` });
  }

  /** A timer fires. False when it was cancelled meanwhile. */
  fire(key: string): boolean {
    for (const { snapshot, due } of this.#all()) {
      const timer = snapshot.timers.find((one) => one.key === key);
      if (!timer) continue;
      snapshot.timers = snapshot.timers.filter((one) => one !== timer);
      noteLate(snapshot, key);
      if (timer.send) due.push(timer);
      else snapshot.externalQueue.push(timer.event);
      return true;
    }
    return false;
  }

  /** Until nothing is left to do in any session. */
  run(): void {
    for (;;) {
      const waiting = this.#all().filter((member) => this.#hasWork(member));
      const next = waiting.find(({ begun }) => !begun) ?? waiting[0];
      if (!next) return;
      this.#turn(next);
    }
  }

  #hasWork({ begun, snapshot, due, cancelled }: Member): boolean {
    return !snapshot.done && (cancelled || !begun || snapshot.externalQueue.length > 0 || due.length > 0);
  }

  /** Parents before children, in the order they were invoked. */
  #all(member: Member = this.root): Member[] {
    return [member, ...member.children.flatMap((child) => this.#all(child))];
  }

  #turn(member: Member): void {
    const { chart, snapshot, params } = member;
    const { trace } = this.#step;
    const before = trace.length;
    const done = this.#library.use(chart, (model) => {
      const inputs: StepInputs = { ...this.#step.inputs, sessionId: member.id, params };
      const work: Work = { ...this.#step, inputs, snapshot, model, kin: this.#kinOf(member), ors: chart.ors };
      const interpreter = new Interpreter(treeOf(chart), work);
      beginModel(work, interpreter, chart);
      go(member, interpreter, work);
      keepData(work, interpreter);
      snapshot.configuration = interpreter.stateIds;
      return interpreter.running ? null : interpreter.doneData;
    });
    if (member.parent) for (const item of trace.slice(before)) item.invoke ??= member.id;
    if (done) this.#ended(member, done);
  }

  #ended(member: Member, data: EventData): void {
    const { snapshot, parent, invocation, cancelled } = member;
    this.#step.timers.clear.push(...allTimers(snapshot).map(({ key }) => key));
    const gone = new Set(this.#step.timers.clear);
    this.#step.timers.set = this.#step.timers.set.filter(({ key }) => !gone.has(key));
    // What it invoked has been cancelled with its states, and ends before it is gone.
    for (const child of [...member.children]) if (!child.snapshot.done) this.#turn(child);
    forget(snapshot);
    if (!parent || !invocation) return;
    this.#remove(member, parent);
    const event = { name: `done.invoke.${invocation.id}`, ...fromChild(invocation), ...data };
    invocation.session = null;
    if (!cancelled) parent.snapshot.externalQueue.push(event);
  }

  #remove(member: Member, parent: Member): void {
    parent.children = parent.children.filter((one) => one !== member);
    this.#size--;
  }

  #kinOf(member: Member): Kin {
    const toMember = (to: Member | undefined, event: EngineEvent): boolean => {
      if (!to || to.cancelled || to.snapshot.done) return false;
      enqueue(to.snapshot.externalQueue, event);
      return true;
    };
    return {
      root: this.root.id,
      toParent: ({ origin, sendid, ...event }) => {
        const { parent, invocation, cancelled } = member;
        if (!parent || !invocation) return false;
        // SCXML §6.4.3: nothing comes from it once it is cancelled.
        if (cancelled) return true;
        const sender = {
          ...(origin === undefined ? {} : { origin }),
          ...(sendid === undefined ? {} : { sendid }),
        };
        return toMember(parent, { ...event, ...sender, invokeid: invocation.id });
      },
      toInvoked: (id, event) =>
        toMember(
          member.children.find(({ invocation, cancelled }) => invocation?.id === id && !cancelled),
          event,
        ),
      toSession: (id, event) =>
        toMember(
          this.#all().find((one) => one.id === id),
          event,
        ),
      begin: (child) => this.#begin(member, child),
      cancel: (id) => this.#cancel(member, id),
      isAwaited: () => member.children.some(({ begun }) => !begun),
    };
  }

  #begin(parent: Member, { document, params, ...named }: Parameters<Kin['begin']>[0]): void {
    if (this.#size >= MOST_SESSIONS)
      throw new ScriptError('RangeError', `more than ${MOST_SESSIONS} sessions`);
    const chart = this.#library.child(parent.chart, document);
    const id = `${parent.id}.${named.id}`;
    if (this.#all().some((one) => one.id === id && !one.cancelled))
      throw new ScriptError('Error', `there is a session "${named.id}" already`);
    const session = { id, document, params, begun: false, snapshot: emptySnapshot() };
    const invocation: Invocation = { ...named, session };
    parent.snapshot.invoked.push(invocation);
    parent.children.push(this.#member({ ...session, chart }, { parent, invocation }));
  }

  #cancel(parent: Member, id: string): void {
    const child = parent.children.find(({ invocation, cancelled }) => invocation?.id === id && !cancelled);
    parent.snapshot.invoked = parent.snapshot.invoked.filter((one) => one.id !== id);
    if (!child) return;
    child.cancelled = true;
    if (child.begun) return;
    child.snapshot.done = true;
    this.#remove(child, parent);
  }
}

function beginModel(work: Work, interpreter: Interpreter, chart: Chart): void {
  work.model.begin(work.snapshot, work.inputs, {
    root: work.kin.root,
    isActive: (id) => [...interpreter.configuration].some((index) => chart.states[index]?.id === id),
    activeStates: () => interpreter.stateIds,
    queue: (kind, list) =>
      callOrsFunction(work, kind, list) ||
      emit(work, kind, { attributes: { args: list }, params: {}, children: [] }),
  });
}

function go(member: Member, interpreter: Interpreter, work: Work): void {
  if (member.cancelled) {
    interpreter.cancel();
    return;
  }
  if (!member.begun) interpreter.begin();
  member.begun = true;
  if (member.invocation?.session) member.invocation.session.begun = true;
  for (const { event, send, key } of member.due.splice(0))
    if (send) dispatch(work, { event, ...send, sendid: event.sendid ?? key, line: 0 });
  interpreter.goOn();
  interpreter.take();
}

/** A variable without JSON (a circular object) is unset, and the session is told. */
function keepData(work: Work, interpreter: Interpreter): void {
  const { model, snapshot } = work;
  try {
    Object.assign(snapshot, model.end());
  } catch (error) {
    const lost = error instanceof ScriptError ? model.lose() : [];
    if (lost.length === 0) throw error;
    raiseError(work, { text: `${lost.join(', ')} cannot be kept: ${messageOf(error)}`, line: 0 });
    interpreter.settle();
    Object.assign(snapshot, model.end());
  }
}

/** SCXML §5.10.1: where an event of an invoked session comes from. */
function fromChild({
  id,
  session,
}: Invocation): Pick<EngineEvent, 'origin' | 'origintype' | 'invokeid' | 'type'> {
  const origin = session ? { origin: `#_scxml_${session.id}` } : {};
  return { type: 'external', ...origin, origintype: SCXML_PROCESSOR, invokeid: id };
}
