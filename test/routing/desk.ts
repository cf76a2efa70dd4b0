import { Board } from '../../src/routing/board.ts';
import type {
  AgentSetting,
  Decision,
  PreviewAnswer,
  RouterMessage,
  RoutingConfig,
  RoutingOutput,
  SubmitMessage,
} from '../../src/routing/messages.ts';
import { route } from '../../src/routing/route.ts';
import { OrderAudit, type Inversion } from '../../src/routing/order-audit.ts';
import type { AgentRow, EntryRow, RoutingState } from '../../src/routing/state.ts';

/** An agent who is ready from the beginning. */
export function agent(id: string, skills: Record<string, number> = {}): AgentSetting {
  return { id, name: `Agent ${id}`, phone: `user/${id}`, skills, groups: [], place: '', initial: 'ready' };
}

export function config(agents: AgentSetting[], target = ''): RoutingConfig {
  const learned = { handleTimeMs: null, initialHandleTimeMs: 180_000, patienceMs: null, roster: null };
  const queue = { target, afterCallWorkMs: 10_000, ...learned };
  return { agents, queues: [{ name: 'q', ...queue }] };
}

/** The router's state, moved on message by message, on a clock of its own. */
export class Desk {
  board: Board;
  now = 1_000_000;
  readonly messages: { message: RouterMessage; now: number }[] = [];
  readonly decisions: Decision[] = [];
  /** Who was served before somebody ahead, and why, as the audit of the journal sees it. */
  readonly inversions: Inversion[] = [];
  readonly #audit: OrderAudit;
  #ids = 0;
  #state: RoutingState = { seq: 0, agents: [], entries: [], stats: [] };

  constructor(agents: AgentSetting[], target = '') {
    const configured = config(agents, target);
    this.board = new Board({ seq: 0, agents: [], entries: [], stats: [] }, configured);
    this.#audit = new OrderAudit(configured);
    this.configure(configured);
  }

  get config(): RoutingConfig {
    return this.board.config;
  }

  get state(): RoutingState {
    return this.#state;
  }

  take(message: RouterMessage): RoutingOutput[] {
    const { change, outputs, decisions } = route(this.board, message, this.now);
    this.board.apply(change);
    this.#state = this.board.state();
    if (message.type === 'configure') this.board = new Board(this.#state, message.config);
    this.messages.push({ message, now: this.now });
    this.decisions.push(...decisions);
    const journaled = { seq: this.board.seq, at: this.now, message, decisions };
    this.inversions.push(...this.#audit.take(JSON.parse(JSON.stringify(journaled)) as typeof journaled));
    return outputs;
  }

  configure(changed: RoutingConfig): RoutingOutput[] {
    return this.take({ type: 'configure', id: this.#id(), config: changed });
  }

  submit(entryId: string, fields: Partial<SubmitMessage> = {}): RoutingOutput[] {
    return this.take({
      type: 'submit',
      id: this.#id(),
      entryId,
      queue: 'q',
      sessionId: `session-${entryId}`,
      actionId: this.#id(),
      requestId: 'r',
      kind: 'live',
      priority: 0,
      placeAt: this.now,
      target: '',
      mode: 'waiting',
      reserveMs: 30_000,
      timeoutMs: null,
      ...fields,
    });
  }

  /** A callback that wants to be told when an agent is free. */
  notify(entryId: string, fields: Partial<SubmitMessage> = {}): RoutingOutput[] {
    return this.submit(entryId, { kind: 'callback', mode: 'notify', ...fields });
  }

  hold(entryId: string): RoutingOutput[] {
    return this.take({ type: 'hold', id: this.#id(), entryId });
  }

  remove(entryId: string): RoutingOutput[] {
    return this.take({ type: 'remove', id: this.#id(), entryId, why: 'test' });
  }

  /** The agent who is reserved looks at the caller first. */
  preview(
    entryId: string,
    fields: Partial<Extract<RouterMessage, { type: 'preview' }>> = {},
  ): RoutingOutput[] {
    const id = this.#id();
    const asked = { sessionId: `session-${entryId}`, actionId: id, requestId: 'p' };
    const rules = { rejectable: true, notReady: null, timeoutMs: 20_000 };
    return this.take({ type: 'preview', id, entryId, ...asked, ...rules, ...fields });
  }

  answer(agentId: string, answer: PreviewAnswer, entryId: string | null = null): RoutingOutput[] {
    const minutes = answer === 'later' ? 30 : null;
    return this.take({ type: 'preview-answer', id: this.#id(), agentId, entryId, answer, minutes });
  }

  /** The agent has answered. */
  joining(entryId: string): RoutingOutput[] {
    return this.take({ type: 'joining', id: this.#id(), entryId });
  }

  connected(entryId: string): RoutingOutput[] {
    return this.take({ type: 'connected', id: this.#id(), entryId });
  }

  release(entryId: string, reason: 'ended' | 'rona' | 'failed' | 'gone'): RoutingOutput[] {
    return this.take({ type: 'release', id: this.#id(), entryId, reason });
  }

  set(
    agentId: string,
    to: 'ready' | 'not-ready' | 'logged-out',
    reason: string | null = null,
  ): RoutingOutput[] {
    return this.take({ type: 'agent', id: this.#id(), agentId, to, reason });
  }

  medium(agentId: string, slot: string, medium: string | null): RoutingOutput[] {
    return this.take({ type: 'media', id: this.#id(), agentId, slot, medium });
  }

  /** Time passes, and the router's timer fires at the end of it. */
  pass(ms: number): RoutingOutput[] {
    this.now += ms;
    return this.take({ type: 'tick', id: this.#id() });
  }

  agent(id: string): AgentRow {
    const row = this.state.agents.find((one) => one.id === id);
    if (!row) throw new Error(`no agent ${id}`);
    return row;
  }

  entry(id: string): EntryRow | undefined {
    return this.state.entries.find((one) => one.id === id);
  }

  #id(): string {
    return `m${this.#ids++}`;
  }
}

/** `a->1001` for a reservation, `a near` for a notice, `a accept` for a preview's answer, `a!timeout` for an error. */
export function told(outputs: RoutingOutput[]): string[] {
  return outputs.map((output) => {
    if (output.kind === 'previewed') return `${output.entryId} ${output.answer}`;
    if (output.kind === 'reserved') return `${output.entry.id}->${output.agent.id}`;
    return output.kind === 'near' ? `${output.entry.id} near` : `${output.entry.id}!${output.error}`;
  });
}
