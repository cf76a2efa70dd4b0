import { isRingbackError, messageOf } from '../core/errors.ts';
import { ScriptEngineBroken } from '../sandbox/script-error.ts';
import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import type { Chart } from './chart/chart.ts';
import { compileChart } from './compile.ts';
import { ScriptDataModel } from './evaluate/script-data-model.ts';
import { failedStep, stepChart, type StepRequest } from './step-chart.ts';
import type { ModuleRegistry, StepOutcome } from './step.ts';

/** A document to step, by the text it was published with. */
export interface ChartText {
  /** Content address of the text. */
  key: string;
  text: string;
  registry: ModuleRegistry;
  /** Texts of the files it names by `src`, by address. */
  files?: Record<string, string>;
}

interface Loaded {
  chart: Chart;
  registry: ModuleRegistry;
  model: ScriptDataModel | null;
}

/** Charts that are kept warm. */
const MOST_CHARTS = 50;

/** Steps charts in the thread it lives in: each compiled once, each with one script context. */
export class ChartHost {
  readonly #loaded = new Map<string, Loaded>();

  static async create(): Promise<ChartHost> {
    await loadScriptEngine();
    return new ChartHost();
  }

  has(key: string): boolean {
    return this.#loaded.has(key);
  }

  /** Documents are refused when they are published: one that does not compile here was never published. */
  load({ key, text, registry, files = {} }: ChartText): void {
    const resolve = (address: string): string | null =>
      Object.hasOwn(files, address) ? (files[address] ?? null) : null;
    const { chart, problems } = compileChart({ text, file: key, registry, resolve, lenient: true });
    if (!chart) throw new Error(problems[0]?.message ?? 'the document does not compile');
    if (this.#loaded.size >= MOST_CHARTS) this.#drop();
    this.#loaded.set(key, { chart, registry, model: null });
  }

  /**
   * One step; of the same request always the same. What a used context says near a limit does not count: a fresh one
   * decides. There the first limit that is hit becomes `error.execution`, and the second ends the session.
   * @throws ScriptEngineBroken: this host cannot go on
   */
  step(key: string, request: StepRequest): StepOutcome {
    if ('watchdog' in request.inputs.reads) return failedStep(request, 'it was cut off by the watchdog');
    const loaded = this.#use(key);
    loaded.model ??= new ScriptDataModel({ ...loaded, forgiving: false });
    const { model } = loaded;
    try {
      const outcome = stepChart(loaded.chart, model, request);
      if (!model.nearLimit) return outcome;
    } catch (error) {
      if (!isRingbackError(error, 'SCRIPT_LIMIT') || error instanceof ScriptEngineBroken) throw error;
    } finally {
      model.leave();
      if (model.spoilt) {
        model.dispose();
        loaded.model = null;
      }
    }
    return stepAfresh(loaded, request);
  }

  #use(key: string): Loaded {
    const loaded = this.#loaded.get(key);
    if (!loaded) throw new Error(`chart ${key} is not loaded`);
    // The last one in the map is the one used last.
    this.#loaded.delete(key);
    this.#loaded.set(key, loaded);
    return loaded;
  }

  #drop(): void {
    const [oldest] = this.#loaded;
    if (!oldest) return;
    oldest[1].model?.dispose();
    this.#loaded.delete(oldest[0]);
  }
}

function stepAfresh({ chart, registry }: Loaded, request: StepRequest): StepOutcome {
  const model = new ScriptDataModel({ chart, registry, forgiving: true });
  try {
    return stepChart(chart, model, request);
  } catch (error) {
    if (!isRingbackError(error, 'SCRIPT_LIMIT') || error instanceof ScriptEngineBroken) throw error;
    return failedStep(request, messageOf(error));
  } finally {
    model.dispose();
  }
}
