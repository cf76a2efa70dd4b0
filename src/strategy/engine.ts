import type { App, Sessions, VoiceRunner } from '../app/ports.ts';
import { actionThatGoesOn } from '../app/routing-deliveries.ts';
import { isRingbackError, messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { RecentIds } from '../core/recent-ids.ts';
import type { ActionRow, SessionEvent, SessionRow } from '../store/sessions.ts';
import { Calls } from './calls.ts';
import type { DialogPages, RouterPort, SoundsPort, Tools } from './module.ts';
import { DialTurns } from './dial-turns.ts';
import { endedSession } from './end-session.ts';
import { handlerOf } from './registry.ts';
import { RunningTreatments } from './running-treatments.ts';
import { completedBy, stepSession, type Stepper } from './step-session.ts';
import { TimerPump } from './timer-pump.ts';
import { UnderWay } from './under-way.ts';

export interface EngineParts {
  app: App;
  stepper: Stepper;
  voice: VoiceRunner;
  pages: DialogPages;
  sounds: SoundsPort;
  router: RouterPort;
  /** Name of this process in claims. */
  node: string;
}

/** Ids that are remembered of a kind. */
const REMEMBERED = 10_000;

/** What a session that is being seen to has yet to do: take what is in its inbox; first, take up its open actions. */
interface Turn {
  again: boolean;
  takesUp: boolean;
}

/**
 * Runs sessions: load, step, commit, act. One event of a session at a time; sessions beside each other.
 * What it is told by `wake` is a hint: everything it acts on is in the store.
 */
export class Engine implements Sessions {
  readonly calls: Calls;
  readonly #app: App;
  readonly #stepper: Stepper;
  readonly #tools: Tools;
  readonly #timers: TimerPump;
  readonly #turns: DialTurns;
  readonly #active = new Map<string, Turn>();
  readonly #draining = new Set<Promise<void>>();
  /** Sessions that ended here, the last ones: nobody takes what they are still told. */
  #over = new RecentIds(REMEMBERED);
  #takingUpLater = false;
  #stopped = false;

  constructor(parts: EngineParts) {
    this.#app = parts.app;
    this.#stepper = parts.stepper;
    this.calls = new Calls(parts.app.switch, parts.app.clock);
    this.#timers = new TimerPump(parts.app);
    this.#turns = new DialTurns({
      clock: parts.app.clock,
      open: () => mayDial(parts.app),
      goOn: (action) => this.#seeTo(action.sessionId, true),
    });
    this.#tools = {
      app: parts.app,
      node: parts.node,
      calls: this.calls,
      turns: this.#turns,
      begun: new RecentIds(REMEMBERED),
      underWay: new UnderWay(),
      voice: parts.voice,
      pages: parts.pages,
      sounds: parts.sounds,
      treatments: new RunningTreatments(),
      router: parts.router,
      result: (action, name, data, about) => this.#result(action, name, data, about),
      errorEvent: errorEventOf,
      failed: (action, description) => this.#failed(action, description),
      endSession: (id, event) => this.endSession(id, event),
      dueAt: (at) => this.#timers.dueAt(at),
      takeUpLater: () => this.#takeUpLater(),
    };
  }

  /** Takes up what an earlier process left: open actions, waiting events, timers. */
  async start(): Promise<void> {
    await this.#takeUp();
  }

  /**
   * Takes up what is in the store after it may have lost changes, and compares actions that happen at most once with
   * the switches. Resolves when all have been asked for; rejects when that was not possible.
   */
  async reconcile(): Promise<void> {
    await this.#takeUp();
    for (const action of await this.#app.store.outbox.open()) {
      // Begun in the store, and its outcome is being waited for.
      if (action.status === 'sending' && this.#tools.underWay.has(action.id)) continue;
      const row = await this.#app.store.sessions.get(action.sessionId);
      if (row) await handlerOf(action.kind)?.reconcile?.(action, row, this.#tools);
    }
  }

  /** Resolves when no step is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timers.stop();
    this.#turns.stop();
    await Promise.all(this.#draining);
  }

  /** Makes the event durable, then sees to it that the session takes it. */
  async deliver(sessionId: string, event: SessionEvent): Promise<void> {
    await this.#app.store.sessions.post([{ sessionId, event }]);
    this.wake([sessionId]);
  }

  wake(sessionIds: Iterable<string>): void {
    for (const id of sessionIds) this.#seeTo(id, false);
  }

  /** A switch came or went, or dialling goes on: dials that waited for it are tried again. */
  healthChanged(): void {
    this.calls.healthChanged();
    this.#turns.wake();
  }

  /**
   * Goes on with whatever is in the store: open actions that nothing here is carrying out, waiting events, timers. For
   * when it may hold more than this process has been told of.
   */
  async #takeUp(): Promise<void> {
    // A store that lost changes may have lost the end of one.
    this.#over = new RecentIds(REMEMBERED);
    const { outbox, sessions } = this.#app.store;
    for (const id of new Set((await outbox.open()).map((action) => action.sessionId))) this.#seeTo(id, true);
    this.wake(await sessions.waiting());
    await this.#timers.start();
  }

  /** The store failed: what it was asked for may have been done all the same. */
  #takeUpLater(): void {
    if (this.#takingUpLater) return;
    this.#takingUpLater = true;
    this.#timers.later(() => {
      this.#takingUpLater = false;
      if (!this.#stopped) this.#takeUp().catch(() => this.#takeUpLater());
    });
  }

  #seeTo(id: string, takesUp: boolean): void {
    if (this.#stopped) return;
    const turn = this.#active.get(id);
    if (turn) {
      turn.again = true;
      turn.takesUp ||= takesUp;
      return;
    }
    const draining = this.#drain(id, takesUp).finally(() => this.#draining.delete(draining));
    this.#draining.add(draining);
  }

  async #drain(id: string, takesUp: boolean): Promise<void> {
    const turn: Turn = { again: true, takesUp };
    this.#active.set(id, turn);
    try {
      while (turn.again && !this.#stopped) {
        turn.again = false;
        if (turn.takesUp) {
          turn.takesUp = false;
          await this.#takeUpActions(id);
        }
        await this.#takeAll(id);
      }
    } catch (error) {
      if (this.#stopped) return;
      this.#app.log.error(
        { session: id, error: messageOf(error) },
        'a session could not go on; it is tried again',
      );
      if (isRingbackError(error, 'STORE_DOWN')) this.#takeUpLater();
      else this.#timers.later(() => this.wake([id]));
    } finally {
      this.#active.delete(id);
    }
  }

  /** Carries out the session's open actions but those that are under way here, or whose result lies in its inbox. */
  async #takeUpActions(id: string): Promise<void> {
    const { outbox, sessions } = this.#app.store;
    // In this order: an action that ends meanwhile is under way, or else its result is in the inbox, or it is not open.
    const before = this.#tools.underWay.ids();
    const told = new Set((await sessions.inbox(id)).flatMap((event) => completedBy(id, event)));
    const open = await outbox.openOf(id);
    const left = open.filter(({ id: action }) => !before.has(action) && !told.has(action));
    const marks = left.map((action) => this.#tools.underWay.begin(action.id));
    // An action may wait for a call to come back: events are taken meanwhile.
    void this.#resumeAll(left).finally(() => marks.forEach((end) => end()));
  }

  async #takeAll(id: string): Promise<void> {
    let row = await this.#app.store.sessions.get(id);
    if (row?.seq === 0 && row.status === 'running') row = await this.#take(row, null);
    for (const event of await this.#app.store.sessions.inbox(id)) {
      // What comes after the end has nobody to take it.
      if (row?.status !== 'running') return;
      row = await this.#take(row, event);
    }
  }

  /** One step, committed. Returns the session as it is then. */
  async #take(row: SessionRow, event: SessionEvent | null): Promise<SessionRow | null> {
    const { store, log } = this.#app;
    let current: SessionRow | null = row;
    while (current?.status === 'running' && !this.#stopped) {
      const stepped = await stepSession(this.#app, this.#stepper, current, event);
      const result = await store.sessions.commit(stepped.commit);
      if (result === 'committed') {
        log.debug({ session: row.id, seq: stepped.row.seq, event: event?.name }, 'step');
        if (stepped.row.status !== 'running') this.#over.add(row.id);
        await this.#act(stepped.row, stepped.commit.actions, stepped.abandoned);
        await this.#goOn(stepped.row.id, actionThatGoesOn(event));
        for (const { dueAt } of stepped.commit.timers.set) this.#timers.dueAt(dueAt);
        if (stepped.commit.deliveries.length > 0)
          this.wake(stepped.commit.deliveries.map((one) => one.sessionId));
        return stepped.row;
      }
      // A commit that was given up was made after all: its actions are in the store only.
      if (result !== 'record-stale') this.#takeUpLater();
      if (result === 'duplicate') return current;
      current = await store.sessions.get(row.id);
    }
    return current;
  }

  async #act(row: SessionRow, actions: ActionRow[], abandoned: ActionRow[]): Promise<void> {
    for (const action of abandoned) await this.#abandon(action);
    const done: ActionRow[] = [];
    for (const action of actions) if (await this.#run(action, row)) done.push(action);
    if (row.status !== 'running') await this.#finish(done);
  }

  /** Nobody is left to take a result. */
  async #finish(actions: ActionRow[]): Promise<void> {
    const { outbox } = this.#app.store;
    const ids = actions.filter(({ kind }) => !handlerOf(kind)?.outlives).map(({ id }) => id);
    try {
      // Together, in one commit of the store.
      await Promise.all(ids.map((id) => outbox.finish(id)));
    } catch (error) {
      if (this.#stopped) return;
      this.#app.log.error({ actions: ids, error: messageOf(error) }, 'actions could not be closed');
      this.#takeUpLater();
    }
  }

  /** An action has been told something that is not for its document. */
  async #goOn(sessionId: string, actionId: string | null): Promise<void> {
    const action = actionId === null ? null : await this.#app.store.outbox.get(actionId);
    if (action?.sessionId === sessionId && action.status === 'pending') await this.#resume(action);
  }

  /** Ends a session where it stands; false when it has ended, or is none. The event's id makes it happen once. */
  async endSession(id: string, event: { id: string; why: string }): Promise<boolean> {
    for (;;) {
      const row = await this.#app.store.sessions.get(id);
      if (row?.status !== 'running' && row?.status !== 'planned') return false;
      const { commit, open } = await endedSession(this.#app, row, event);
      const result = await this.#app.store.sessions.commit(commit);
      if (result !== 'committed' && result !== 'duplicate') continue;
      for (const action of open) await this.#abandon(action);
      return true;
    }
  }

  async #abandon(action: ActionRow): Promise<void> {
    try {
      await handlerOf(action.kind)?.abandon?.(action, this.#tools);
    } catch (error) {
      const about = { action: action.id, kind: action.kind, error: messageOf(error) };
      this.#app.log.error(about, 'an action could not be called off');
    }
  }

  /** False when it failed. */
  async #run(action: ActionRow, row: SessionRow): Promise<boolean> {
    try {
      await handlerOf(action.kind)?.run?.(action, row, this.#tools);
      return true;
    } catch (error) {
      if (this.#stopped) return false;
      this.#app.log.error(
        { action: action.id, kind: action.kind, error: messageOf(error) },
        'an action failed',
      );
      // Nothing is known of what is durable while the store is down.
      if (isRingbackError(error, 'STORE_DOWN')) this.#takeUpLater();
      else await this.#failed(action, messageOf(error));
      return false;
    }
  }

  async #resumeAll(actions: ActionRow[]): Promise<void> {
    for (const action of actions) {
      try {
        await this.#resume(action);
      } catch (error) {
        this.#app.log.error(
          { action: action.id, error: messageOf(error) },
          'an action could not be taken up',
        );
        if (isRingbackError(error, 'STORE_DOWN')) this.#takeUpLater();
      }
    }
  }

  async #resume(action: ActionRow): Promise<void> {
    const row = await this.#app.store.sessions.get(action.sessionId);
    if (!row) return;
    if (action.status === 'sending') await handlerOf(action.kind)?.recover?.(action, row, this.#tools);
    else await this.#act(row, [action], []);
  }

  #failed(action: ActionRow, description: string): Promise<void> {
    return this.#result(action, errorEventOf(action), {
      error: 'unknown',
      dialresult: 'UNKNOWN',
      description,
    });
  }

  async #result(action: ActionRow, name: string, data: JsonObject, about?: JsonObject): Promise<void> {
    if (this.#stopped || this.#over.has(action.sessionId)) return;
    const event: SessionEvent = {
      id: `${action.id}:${name}`,
      name,
      data: { requestid: action.requestId, ...data },
      ...(about ? { about } : {}),
    };
    await this.deliver(action.sessionId, event);
  }
}

/** Is there a switch that takes calls? Nothing is dialled while it is not known which calls were begun. */
function mayDial({ dialHold, switch: switches }: App): boolean {
  return dialHold.why === null && switches.health().some(({ up, draining }) => up && !draining);
}

function errorEventOf({ kind }: ActionRow): string {
  return handlerOf(kind)?.errorEvent ?? `error.${kind}`;
}
