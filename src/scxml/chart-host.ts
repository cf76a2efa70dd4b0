import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import type { Chart } from './chart/chart.ts';
import { compileChart } from './compile.ts';
import { ScriptDataModel } from './evaluate/script-data-model.ts';
import { partsOfScript } from './evaluate/script-source.ts';
import { stepChart, type StepRequest } from './step-chart.ts';
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
    const { chart, problems } = compileChart({ text, file: key, registry, resolve: (address) => files[address] ?? null });
    if (!chart) throw new Error(problems[0]?.message ?? 'the document does not compile');
    if (this.#loaded.size >= MOST_CHARTS) this.#drop();
    this.#loaded.set(key, { chart, registry, model: null });
  }

  /** @throws RingbackError SCRIPT_LIMIT */
  step(key: string, request: StepRequest): StepOutcome {
    const loaded = this.#loaded.get(key);
    if (!loaded) throw new Error(`chart ${key} is not loaded`);
    loaded.model ??= modelOf(loaded);
    try {
      return stepChart(loaded.chart, loaded.model, request);
    } finally {
      if (loaded.model.spoilt) {
        loaded.model.dispose();
        loaded.model = null;
      }
    }
  }

  #drop(): void {
    const oldest = this.#loaded.entries().next().value;
    if (!oldest) return;
    oldest[1].model?.dispose();
    this.#loaded.delete(oldest[0]);
  }
}

function modelOf({ chart, registry }: Loaded): ScriptDataModel {
  const parts = chart.scripts.map(({ source }) => partsOfScript(source));
  return new ScriptDataModel({
    name: chart.name,
    ors: chart.ors,
    registry,
    functionNames: parts.flatMap((one) => one?.functions ?? []),
    functionSources: parts.flatMap((one) => one?.functionSources ?? []),
  });
}
