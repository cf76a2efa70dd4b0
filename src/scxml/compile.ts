import type { Problem } from '../core/problem.ts';
import type { Chart } from './chart/chart.ts';
import { checkElements } from './chart/check-elements.ts';
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
  /**
   * Leaves mistakes in expressions for the step that meets them, as SCXML §5.9 has it: for documents that are in
   * use already. Who publishes one is told, and it is refused.
   */
  lenient?: boolean;
}

/** A chart, or every mistake that keeps it from being one. Warnings come with either. */
export interface Compiled {
  chart: Chart | null;
  problems: Problem[];
}

/** Compiles a document; the same text and registry give the same chart. Never throws. */
export function compileChart(source: ChartSource): Compiled {
  const { file, registry, lenient = false, resolve = () => null } = source;
  const { root, problems, positions } = parseXml(source.text, file);
  if (!root) return { chart: null, problems };
  const ors = isOrsDocument(root);
  const context = new CompileContext({ file, registry, ors, lenient, positions, resolve });
  if (root.name !== 'scxml' || root.namespace !== SCXML_NAMESPACE) {
    context.report(root, 'root', `the root element must be <scxml> of ${SCXML_NAMESPACE}`);
    return { chart: null, problems: context.problems };
  }
  const model = root.attributes.get('datamodel');
  if (model !== undefined && model !== 'ecmascript')
    context.report(root, 'datamodel', `the data model "${model}" is not supported; use ecmascript`);
  checkElements(context, root);
  const states = new StateCompiler(context).compile(root);
  const scripts = elementsOf(root).filter(
    (child) => child.name === 'script' && child.namespace === SCXML_NAMESPACE,
  );
  const chart: Chart = {
    name: root.attributes.get('name') ?? '',
    ors,
    lateBinding: root.attributes.get('binding') === 'late',
    states,
    scripts: scripts.map((script) => compileScript(context, script)),
  };
  context.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  const failed = context.problems.some((problem) => problem.severity === 'error');
  return { chart: failed ? null : chart, problems: context.problems };
}
