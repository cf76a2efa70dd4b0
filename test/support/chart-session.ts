import { ChartHost, type ChartText } from '../../src/scxml/chart-host.ts';
import type { EngineAction, EngineEvent, ModuleRegistry, Snapshot, TraceItem } from '../../src/scxml/step.ts';

export const noModules: ModuleRegistry = { modules: [], functions: {}, constants: {} };

/** A session of one chart, stepped by hand; its timers fire when asked. */
export class ChartSession {
  readonly #host: ChartHost;
  readonly #chart: ChartText;
  readonly actions: EngineAction[] = [];
  readonly trace: TraceItem[] = [];
  snapshot: Snapshot | null = null;
  reads = {};
  #seq = 0;
  #now = 1_000_000;

  private constructor(host: ChartHost, chart: ChartText) {
    this.#host = host;
    this.#chart = chart;
  }

  static async of(text: string, options: Partial<ChartText> & { params?: object } = {}): Promise<ChartSession> {
    const host = await ChartHost.create();
    const chart = { key: 'test.scxml', text, registry: noModules, ...options };
    host.load(chart);
    const session = new ChartSession(host, chart);
    session.#params = options.params ?? {};
    return session;
  }
  #params = {};

  step(event: EngineEvent | null): void {
    const outcome = this.#host.step(this.#chart.key, {
      snapshot: this.snapshot,
      event,
      inputs: { sessionId: 's1', seq: ++this.#seq, now: this.#now, seed: 1, params: this.#params, reads: this.reads },
    });
    if (outcome.kind !== 'stepped') throw new Error(`the chart needs ${outcome.names.join(', ')}`);
    this.snapshot = outcome.snapshot;
    this.actions.push(...outcome.actions);
    this.trace.push(...outcome.trace);
  }

  begin(): this {
    this.step(null);
    return this;
  }

  send(name: string, data: EngineEvent['data'] = null): this {
    this.step({ name, data });
    return this;
  }

  /** Fires timers until the session is done or waits for nothing. */
  runTimers(): this {
    for (let count = 0; count < 100 && this.snapshot && !this.snapshot.done; count++) {
      const next = [...this.snapshot.timers].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!next) break;
      this.#now = next.dueAt;
      this.snapshot = { ...this.snapshot, timers: this.snapshot.timers.filter((timer) => timer !== next) };
      this.step(next.event);
    }
    return this;
  }

  get states(): string[] {
    return this.snapshot?.configuration ?? [];
  }

  entered(state: string): boolean {
    return this.trace.some((item) => item.kind === 'enter' && item.state === state);
  }
}
