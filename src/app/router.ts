import { isDeepStrictEqual } from 'node:util';

import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { Board } from '../routing/board.ts';
import { isEmptyChange } from '../routing/empty-change.ts';
import { estimateWait, newPlace, type WaitEstimate } from '../routing/estimate.ts';
import { nextWake } from '../routing/expiry.ts';
import type { HeldAgent } from '../routing/held-agent.ts';
import type { Routed, RouterMessage } from '../routing/messages.ts';
import { route } from '../routing/route.ts';
import type { RoutingState } from '../routing/state.ts';
import type { App } from './ports.ts';
import { reconciliation } from './reconcile-routing.ts';
import { routingConfig } from './routing-config.ts';
import { routingDeliveries } from './routing-deliveries.ts';

/** How long to wait after the store failed, ms. */
const RETRY_MS = 1_000;

/** The owner of the routing aggregate: one message after the other, each committed before anyone hears of it. */
export interface Router {
  /** Loads the state, takes over the configuration and lets go of what an earlier process left behind. */
  start(): Promise<void>;
  /**
   * Resolves when the message is durable. The same message id twice counts once.
   * @throws AGENT_UNKNOWN, AGENT_BUSY, MEDIUM_REFUSED, PREVIEW_REFUSED, STORE_DOWN
   */
  send(message: RouterMessage): Promise<void>;
  /** Takes over the active configuration's agents and queues. */
  configure(): Promise<void>;
  /** As of the last commit this process knows of. */
  state(): RoutingState;
  /** One agent of them, with whom it is reserved for or talks with; null when there is none of that id. */
  agent(agentId: string): HeldAgent | null;
  /** Calls `listener` after each commit of this process; returns how to stop. */
  onChange(listener: () => void): () => void;
  /** The wait of someone who arrived at `placeAt` (now, if not said) and would join the queue. */
  estimate(queue: string, placeAt?: number): WaitEstimate;
  /** Lets go of callers whose session or call is over. */
  reconcile(): Promise<void>;
  stop(): void;
}

export function createRouter(app: App): Router {
  return new RoutingOwner(app);
}

class RoutingOwner implements Router {
  readonly #app: App;
  #board: Board;
  /** False when the store may be ahead of `#board`. */
  #current = false;
  #tail: Promise<unknown> = Promise.resolve();
  #timer: Timer | null = null;
  #stopped = false;
  readonly #listeners = new Set<() => void>();

  constructor(app: App) {
    this.#app = app;
    this.#board = new Board({ seq: 0, agents: [], entries: [], stats: [] }, routingConfig(this.#app));
  }

  async start(): Promise<void> {
    this.#stopped = false;
    await this.#serial(() => this.#load());
    await this.configure();
    await this.reconcile();
    this.#arm();
  }

  send(message: RouterMessage): Promise<void> {
    return this.#serial(() => this.#take(message));
  }

  async configure(): Promise<void> {
    await this.#tail;
    const config = structuredClone(routingConfig(this.#app));
    await this.send({ type: 'configure', id: this.#id('configure'), config });
  }

  state(): RoutingState {
    return this.#board.state();
  }

  agent(agentId: string): HeldAgent | null {
    const agent = this.#board.agents.get(agentId);
    if (!agent) return null;
    const entry = agent.entryId === null ? undefined : this.#board.entries.get(agent.entryId);
    return { agent, entry: entry ?? null };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  estimate(queue: string, placeAt?: number): WaitEstimate {
    const at = this.#app.clock.now();
    const place = { ...newPlace(placeAt ?? at, 0), at };
    return estimateWait(this.state(), routingConfig(this.#app), { queue, method: 'queue-length', place });
  }

  async reconcile(): Promise<void> {
    await this.#tail;
    for (const message of await reconciliation(this.#app, this.state())) await this.send(message);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** Decides and commits; decides again when another owner was faster. */
  async #take(message: RouterMessage): Promise<void> {
    for (;;) {
      if (!this.#current) await this.#load();
      const routed = await this.#route(message);
      if (!routed) continue;
      if (isEmptyChange(routed.change) && routed.outputs.length === 0 && !this.#differs(message)) {
        if (await this.#isBehind()) continue;
        return;
      }
      if ((await this.#commit(message, routed)) !== 'stale') {
        this.#arm();
        return;
      }
    }
  }

  /** Another configuration than so far is kept in the journal, for whoever reads there why somebody was chosen. */
  #differs(message: RouterMessage): boolean {
    return message.type === 'configure' && !isDeepStrictEqual(message.config, this.#board.config);
  }

  /** What to do; null when it cannot be done by a state that is not the newest. */
  async #route(message: RouterMessage): Promise<Routed | null> {
    try {
      return route(this.#board, message, this.#app.clock.now());
    } catch (error) {
      if (await this.#isBehind()) return null;
      throw error;
    }
  }

  /** Has another owner moved the state on? A commit would tell; nothing to do, and a refusal, have none. */
  async #isBehind(): Promise<boolean> {
    const since = await this.#app.store.routing.journal(this.#board.seq + 1, 1);
    if (since.length > 0) this.#current = false;
    return since.length > 0;
  }

  async #commit(message: RouterMessage, routed: Routed): Promise<'committed' | 'stale' | 'duplicate'> {
    const deliveries = routingDeliveries(routed.outputs, message.id);
    // Until it is known what the store made of it, the store may be ahead.
    this.#current = false;
    const result = await this.#app.store.routing.commit({
      expectedSeq: this.#board.seq,
      messageId: message.id,
      at: this.#app.clock.now(),
      message: message as unknown as JsonObject,
      change: routed.change,
      decisions: routed.decisions as unknown as JsonObject[],
      deliveries,
    });
    if (result !== 'committed') return result;
    this.#board.apply(routed.change);
    if (message.type === 'configure') this.#board = new Board(this.state(), message.config);
    this.#current = true;
    for (const listener of this.#listeners) listener();
    if (deliveries.length > 0) this.#app.sessions.wake(deliveries.map((delivery) => delivery.sessionId));
    return result;
  }

  async #load(): Promise<void> {
    this.#board = new Board(await this.#app.store.routing.load(), routingConfig(this.#app));
    this.#current = true;
  }

  #serial(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined);
    return done;
  }

  #arm(): void {
    this.#wakeAt(nextWake(this.#board, this.#app.clock.now()));
  }

  #wakeAt(at: number | null): void {
    this.#timer?.cancel();
    this.#timer = at === null || this.#stopped ? null : this.#app.clock.at(at, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    try {
      await this.send({ type: 'tick', id: this.#id('tick') });
      this.#arm();
    } catch (error) {
      this.#app.log.error({ error: messageOf(error) }, 'the router could not go on; it tries again');
      this.#wakeAt(this.#app.clock.now() + RETRY_MS);
    }
  }

  /** Fresh with each state: a message of our own that was committed is never sent again. */
  #id(kind: string): string {
    return uuidOf('router', kind, this.#board.seq, this.#app.clock.now());
  }
}
