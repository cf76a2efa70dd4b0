import { isRingbackError, messageOf } from '../core/errors.ts';
import { ScriptEngineBroken } from '../sandbox/script-error.ts';
import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import type { Chart } from './chart/chart.ts';
import { ChildCharts } from './child-charts.ts';
import { compileChart } from './compile.ts';
import type { Library } from './engine/family.ts';
import { DataModels } from './evaluate/data-models.ts';
import { MixedModels } from './evaluate/mixed-models.ts';
import { NotPlain } from './evaluate/plain-operators.ts';
import { fileIn } from './file-address.ts';
import { failedStep, stepChart, type StepRequest } from './step-chart.ts';
import type { ModuleRegistry, StepOutcome } from './step.ts';

/** A document to step, by the text it was published with. */
export interface ChartText {
  /** Content address of the text. */
  key: string;
  text: string;
  /** Its address among the files; what it names is relative to it. */
  path?: string;
  registry: ModuleRegistry;
  /** Texts of the files it names by `src`, by path. */
  files?: Record<string, string>;
}

interface Models {
  scripts: DataModels;
  mixed: MixedModels;
}

interface Loaded extends Models {
  chart: Chart;
  registry: ModuleRegistry;
  children: ChildCharts;
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
  load({ key, text, path = '', registry, files = {} }: ChartText): void {
    const resolve = (address: string): string | null => fileIn(files, address);
    const { chart, problems } = compileChart({ text, file: key, path, registry, resolve, lenient: true });
    if (!chart) throw new Error(problems[0]?.message ?? 'the document does not compile');
    if (this.#loaded.size >= MOST_CHARTS) this.#drop();
    const children = new ChildCharts(registry, files);
    this.#loaded.set(key, { chart, registry, children, ...modelsOf(registry, false) });
  }

  /**
   * One step; of the same request always the same. What a used context says near a limit does not count: a fresh one
   * decides. There the first limit that is hit becomes `error.execution`, and the second ends the session.
   * @throws ScriptEngineBroken: this host cannot go on
   */
  step(key: string, request: StepRequest): StepOutcome {
    if ('watchdog' in request.inputs.reads) return failedStep(request, 'it was cut off by the watchdog');
    const loaded = this.#use(key);
    try {
      const outcome = stepMixed(loaded, loaded, request);
      if (!loaded.scripts.takeNearLimit()) return outcome;
    } catch (error) {
      if (!isRingbackError(error, 'SCRIPT_LIMIT') || error instanceof ScriptEngineBroken) throw error;
      loaded.scripts.takeNearLimit();
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
    oldest[1].scripts.dispose();
    this.#loaded.delete(oldest[0]);
  }
}

function stepWith(
  { chart, children }: Loaded,
  models: Pick<Library, 'use'>,
  request: StepRequest,
): StepOutcome {
  const library: Library = {
    child: (parent, document) => children.chartOf(parent, document),
    use: (used, turn) => models.use(used, turn),
  };
  return stepChart(chart, library, request);
}

/** Scripts are used from where they are needed, or from the beginning: which, depends on chart and request only. */
function stepMixed(loaded: Loaded, { mixed, scripts }: Models, request: StepRequest): StepOutcome {
  try {
    return stepWith(loaded, mixed, request);
  } catch (error) {
    if (error instanceof NotPlain) return stepWith(loaded, scripts, request);
    throw error;
  }
}

function stepAfresh(loaded: Loaded, request: StepRequest): StepOutcome {
  const models = modelsOf(loaded.registry, true);
  try {
    return stepMixed(loaded, models, request);
  } catch (error) {
    if (!isRingbackError(error, 'SCRIPT_LIMIT') || error instanceof ScriptEngineBroken) throw error;
    return failedStep(request, messageOf(error));
  } finally {
    models.scripts.dispose();
  }
}

function modelsOf(registry: ModuleRegistry, forgiving: boolean): Models {
  const scripts = new DataModels(registry, forgiving);
  return { scripts, mixed: new MixedModels(scripts) };
}
