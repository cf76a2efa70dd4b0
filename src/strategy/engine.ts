import type { App, Sessions, VoiceRunner } from '../app/ports.ts';
import { RingbackError, messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { ActionRow, SessionEvent, SessionRow } from '../store/sessions.ts';
import { BegunActions } from './begun-actions.ts';
import { Calls } from './calls.ts';
import type { DialogPages, RouterPort, Tools } from './module.ts';
import { handlerOf } from './registry.ts';
import { stepSession, type Stepper } from './step-session.ts';
import { TimerPump } from './timer-pump.ts';

export interface EngineParts {
  app: App;
  stepper: Stepper;
  voice: VoiceRunner;
  pages: DialogPages;
  router: RouterPort;
  /** Name of this process in claims. */
  node: string;
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
  readonly #active = new Map<string, { again: boolean }>();
  readonly #draining = new Set<Promise<void>>();
  #stopped = false;

  constructor(parts: EngineParts) {
    this.#app = parts.app;
    this.#stepper = parts.stepper;
    this.calls = new Calls(parts.app.switch, parts.app.clock);
    this.#timers = new TimerPump(parts.app);
    this.#tools = {
      app: parts.app,
      node: parts.node,
      calls: this.calls,
      begun: new BegunActions(),
      voice: parts.voice,
      pages: parts.pages,
      router: parts.router,
      result: (action, name, data, about) => this.#result(action, name, data, about),
      failed: (action, description) => this.#failed(action, description),
    };
  }

  /** Takes up what an earlier process left: open actions, waiting events, timers. */
  async start(): Promise<void> {
    const open = Map.groupBy(await this.#app.store.outbox.open(), (action) => action.sessionId);
    // An action may wait for a call to come back: none waits for those of another session.
    for (const actions of open.values()) void this.#resumeAll(actions);
    this.wake(await this.#app.store.sessions.waiting());
    await this.#timers.start();
  }

  /**
   * Compares actions that happen at most once with the switches, after the store may have lost changes, and takes up
   * what waits in it. Resolves when all have been asked for; rejects when that was not possible.
   */
  async reconcile(): Promise<void> {
    for (const action of await this.#app.store.outbox.open()) {
      const row = await this.#app.store.sessions.get(action.sessionId);
      if (row) await handlerOf(action.kind)?.reconcile?.(action, row, this.#tools);
    }
    this.wake(await this.#app.store.sessions.waiting());
    await this.#timers.start();
  }

  /** Resolves when no step is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timers.stop();
    await Promise.all(this.#draining);
  }

  /** Makes the event durable, then sees to it that the session takes it. */
  async deliver(sessionId: string, event: SessionEvent): Promise<void> {
    await this.#app.store.sessions.post([{ sessionId, event }]);
    this.wake([sessionId]);
  }

  wake(sessionIds: Iterable<string>): void {
    if (this.#stopped) return;
    for (const id of sessionIds) {
      const active = this.#active.get(id);
      if (active) active.again = true;
      else this.#begin(id);
    }
  }

  /** A switch came or went, or dialling goes on: dials that waited for it are tried again. */
  async healthChanged(): Promise<void> {
    await this.#resumeAll(this.calls.healthChanged());
  }

  #begin(id: string): void {
    const draining = this.#drain(id).finally(() => this.#draining.delete(draining));
    this.#draining.add(draining);
  }

  async #drain(id: string): Promise<void> {
    const active = { again: true };
    this.#active.set(id, active);
    try {
      while (active.again && !this.#stopped) {
        active.again = false;
        await this.#takeAll(id);
      }
    } catch (error) {
      if (this.#stopped) return;
      this.#app.log.error(
        { session: id, error: messageOf(error) },
        'a session could not go on; it is tried again',
      );
      this.#timers.later(() => this.wake([id]));
    } finally {
      this.#active.delete(id);
    }
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
        await this.#act(stepped.row, stepped.commit.actions, stepped.abandoned);
        this.#timers.note(stepped.commit.timers.set);
        if (stepped.commit.deliveries.length > 0)
          this.wake(stepped.commit.deliveries.map((one) => one.sessionId));
        return stepped.row;
      }
      if (result === 'duplicate') return current;
      current = await store.sessions.get(row.id);
    }
    return current;
  }

  async #act(row: SessionRow, actions: ActionRow[], abandoned: ActionRow[]): Promise<void> {
    for (const action of abandoned) await handlerOf(action.kind)?.abandon?.(action, this.#tools);
    for (const action of actions) await this.#run(action, row);
  }

  async #run(action: ActionRow, row: SessionRow): Promise<void> {
    const handler = handlerOf(action.kind);
    try {
      await handler?.run?.(action, row, this.#tools);
      // Nobody is left to take a result.
      if (row.status !== 'running') await this.#app.store.outbox.finish(action.id);
    } catch (error) {
      if (this.#stopped) return;
      this.#app.log.error(
        { action: action.id, kind: action.kind, error: messageOf(error) },
        'an action failed',
      );
      // Nothing is known of what is durable while the store is down: recovery carries it out again.
      if (error instanceof RingbackError && error.code === 'STORE_DOWN') return;
      await this.#failed(action, messageOf(error));
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
      }
    }
  }

  async #resume(action: ActionRow): Promise<void> {
    const row = await this.#app.store.sessions.get(action.sessionId);
    if (!row) return;
    if (action.status === 'sending') await handlerOf(action.kind)?.recover?.(action, row, this.#tools);
    else await this.#run(action, row);
  }

  #failed(action: ActionRow, description: string): Promise<void> {
    const name = handlerOf(action.kind)?.errorEvent ?? `error.${action.kind}`;
    return this.#result(action, name, { error: 'unknown', dialresult: 'UNKNOWN', description });
  }

  async #result(action: ActionRow, name: string, data: JsonObject, about?: JsonObject): Promise<void> {
    if (this.#stopped) return;
    const event: SessionEvent = {
      id: `${action.id}:${name}`,
      name,
      data: { requestid: action.requestId, ...data },
      ...(about ? { about } : {}),
    };
    await this.deliver(action.sessionId, event);
  }
}
