import { ScriptError } from '../sandbox/script-error.ts';
import type { Chart } from './chart/chart.ts';
import { compileChart } from './compile.ts';
import { fileIn, pathFrom } from './file-address.ts';
import type { ChildDocument, ModuleRegistry } from './step.ts';

/** Most documents of children kept compiled for one chart: a script could make them without end. */
const MOST_KEPT = 20;

/** Charts of the documents that sessions of one chart invoke, each compiled once. */
export class ChildCharts {
  readonly #registry: ModuleRegistry;
  readonly #files: Readonly<Record<string, string>>;
  readonly #kept = new Map<string, Chart>();

  constructor(registry: ModuleRegistry, files: Readonly<Record<string, string>>) {
    this.#registry = registry;
    this.#files = files;
  }

  /** @throws ScriptError when there is no such document, or it does not compile */
  chartOf(parent: Chart, document: ChildDocument): Chart {
    if (document.kind === 'inner') {
      const chart = parent.inner[document.at];
      if (!chart) throw new ScriptError('Error', 'the document to invoke is not there');
      return chart;
    }
    const path = document.kind === 'text' ? parent.path : pathFrom(parent.path, document.address);
    const text = document.kind === 'text' ? document.text : fileIn(this.#files, path);
    if (text === null) throw new ScriptError('Error', 'the document to invoke cannot be read');
    return this.#compiled(path, text);
  }

  #compiled(path: string, text: string): Chart {
    const key = `${path}\n${text}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const resolve = (address: string): string | null => fileIn(this.#files, address);
    const { chart, problems } = compileChart({
      text,
      file: '',
      path,
      registry: this.#registry,
      resolve,
      lenient: true,
    });
    const [mistake] = problems.filter(({ severity }) => severity === 'error');
    if (!chart) throw new ScriptError('Error', `the document to invoke is none: ${mistake?.message ?? ''}`);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, chart);
    return chart;
  }
}
