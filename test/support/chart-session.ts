import { ChartHost, type ChartText } from '../../src/scxml/chart-host.ts';
import { compileChart } from '../../src/scxml/compile.ts';
import { allTimers } from '../../src/scxml/snapshot.ts';
import type { StepRequest } from '../../src/scxml/step-chart.ts';
import type {
  EngineAction,
  EngineEvent,
  ModuleRegistry,
  Snapshot,
  StepOutcome,
  TraceItem,
} from '../../src/scxml/step.ts';

export const noModules: ModuleRegistry = { modules: [], functions: {}, constants: {} };

/** A document of SCXML 1.0 with this inside. */
export function w3c(inside: string, attributes = ''): string {
  return `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" ${attributes}>${inside}</scxml>`;
}

/** A document of the ORS dialect with this inside. */
export function ors(inside: string, attributes = ''): string {
  return `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" profile="ecmascript" ${attributes}>${inside}</scxml>`;
}

export interface ChartOptions {
  registry?: ModuleRegistry;
  files?: Record<string, string>;
  /** Address of the document among the files. */
  path?: string;
  params?: StepRequest['inputs']['params'];
  reads?: StepRequest['inputs']['reads'];
  sessionId?: string;
  seed?: number;
  /** To put several sessions in one context. */
  host?: ChartHost;
}

/**
 * A session of one chart, stepped by hand on its own clock. Between two steps it lives as JSON only, as it does in
 * a store.
 */
export class ChartSession {
  readonly actions: EngineAction[] = [];
  readonly trace: TraceItem[] = [];
  readonly requests: StepRequest[] = [];
  snapshot: Snapshot | null = null;
  now = Date.UTC(2026, 0, 5, 9);
  readonly #host: ChartHost;
  readonly #chart: ChartText;
  readonly #options: ChartOptions;
  #seq = 0;

  private constructor(host: ChartHost, chart: ChartText, options: ChartOptions) {
    this.#host = host;
    this.#chart = chart;
    this.#options = options;
  }

  static async of(text: string, options: ChartOptions = {}): Promise<ChartSession> {
    const host = options.host ?? (await ChartHost.create());
    const { registry = noModules, files = {}, path = '' } = options;
    const chart = { key: text, text, path, registry, files };
    if (!host.has(text)) host.load(chart);
    return new ChartSession(host, chart, options);
  }

  /** Begun already. */
  static async started(text: string, options: ChartOptions = {}): Promise<ChartSession> {
    return (await ChartSession.of(text, options)).begin();
  }

  /** One step; what it needs is given only by the options. */
  step(event: EngineEvent | null, timer?: string): StepOutcome {
    const { sessionId = 's1', params = {}, reads = {}, seed = 1 } = this.#options;
    const inputs = { sessionId, seq: ++this.#seq, now: this.now, seed, params, reads };
    const fired = timer === undefined ? {} : { timer };
    const request: StepRequest = {
      ...{ snapshot: frozen(this.snapshot), event: frozen(event), inputs },
      ...fired,
    };
    this.requests.push(request);
    const outcome = this.#host.step(this.#chart.key, request);
    if (outcome.kind === 'needs') return outcome;
    this.snapshot = JSON.parse(JSON.stringify(outcome.snapshot)) as Snapshot;
    this.actions.push(...outcome.actions);
    this.trace.push(...outcome.trace);
    return outcome;
  }

  /** A step that was done before, perhaps elsewhere; this session does not go on by it. */
  repeat(request: StepRequest): StepOutcome {
    return this.#host.step(this.#chart.key, request);
  }

  begin(): this {
    this.step(null);
    return this;
  }

  send(name: string, data: EngineEvent['data'] = null): this {
    this.step({ name, data });
    return this;
  }

  /** Lets time pass; timers fire on the way, the earliest first. */
  advance(ms: number): this {
    const end = this.now + ms;
    for (;;) {
      const next = this.#nextTimer();
      if (!next || next.dueAt > end || !this.snapshot) break;
      this.now = next.dueAt;
      this.step(null, next.key);
    }
    this.now = end;
    return this;
  }

  #nextTimer(): Snapshot['timers'][number] | undefined {
    return (this.snapshot ? allTimers(this.snapshot) : []).sort((a, b) => a.dueAt - b.dueAt)[0];
  }

  get states(): string[] {
    return this.snapshot?.configuration ?? [];
  }

  /** Active states without states inside; of a session that is done, the final state it ended in. */
  get leaves(): string[] {
    if (this.snapshot?.done) return this.#enteredStates().slice(-1);
    const { chart } = compileChart({
      ...this.#chart,
      file: 'x',
      lenient: true,
      resolve: (path) => this.#chart.files?.[path] ?? '',
    });
    const atomic = chart?.states.filter(({ children }) => children.length === 0).map(({ id }) => id) ?? [];
    return this.states.filter((id) => atomic.includes(id));
  }

  get data(): Snapshot['data'] {
    return this.snapshot?.data ?? {};
  }

  entered(state: string): boolean {
    return this.#enteredStates().includes(state);
  }

  #enteredStates(): string[] {
    return this.trace.flatMap((item) => (item.kind === 'enter' ? [item.state] : []));
  }

  /** Texts of the errors that were raised. */
  get errors(): string[] {
    return this.trace.flatMap((item) => (item.kind === 'error' ? [item.text] : []));
  }

  get logs(): string[] {
    return this.trace.flatMap((item) => (item.kind === 'log' ? [item.text] : []));
  }
}

/** Whoever changes what it was given fails. */
function frozen<T>(value: T): T {
  const waiting: unknown[] = [value];
  for (const one of waiting) {
    if (typeof one !== 'object' || one === null) continue;
    Object.freeze(one);
    for (const inner of Object.values(one)) waiting.push(inner);
  }
  return value;
}
