import { contentHash } from '../core/ids.ts';
import type { Problem } from '../core/problem.ts';
import type { Chart } from './chart/chart.ts';
import { CompileContext, SCXML_NAMESPACE } from './chart/compile-context.ts';
import { compileScript } from './chart/compile-executable.ts';
import { StateCompiler } from './chart/compile-states.ts';
import { isOrsDocument } from './ors/dialect.ts';
import type { ModuleRegistry } from './step.ts';
import { elementsOf, parseXml } from './xml/parse-xml.ts';

export interface ChartSource {
  text: string;
  /** Named in problems. */
  file: string;
  registry: ModuleRegistry;
  /** Text of a script or data named by `src`; null when there is none. */
  resolve?: (address: string) => string | null;
}

/** A chart, or every mistake that keeps it from being one. Warnings come with either. */
export interface Compiled {
  chart: Chart | null;
  problems: Problem[];
}

/** Compiles a document; the same text and registry give the same chart. Never throws. */
export function compileChart(source: ChartSource): Compiled {
  const { root, problems } = parseXml(source.text, source.file);
  if (!root) return { chart: null, problems };
  const context = new CompileContext(source.file, source.registry, isOrsDocument(root), source.resolve ?? (() => null));
  if (root.name !== 'scxml' || root.namespace !== SCXML_NAMESPACE)
    context.report(root, 'root', `the root element must be <scxml> of ${SCXML_NAMESPACE}`);
  const model = root.attributes.get('datamodel');
  if (model !== undefined && model !== 'ecmascript')
    context.report(root, 'datamodel', `the data model "${model}" is not supported; use ecmascript`);
  const states = new StateCompiler(context).compile(root);
  const scripts = elementsOf(root).filter((child) => child.name === 'script' && child.namespace === SCXML_NAMESPACE);
  const chart: Chart = {
    hash: contentHash(`${JSON.stringify(source.registry)}\n${source.text}`),
    file: source.file,
    name: root.attributes.get('name') ?? '',
    ors: context.ors,
    lateBinding: root.attributes.get('binding') === 'late',
    states,
    scripts: scripts.map((script) => compileScript(context, script)),
  };
  const failed = context.problems.some((problem) => problem.severity === 'error');
  return { chart: failed ? null : chart, problems: context.problems };
}
