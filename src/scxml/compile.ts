import type { Problem } from '../core/problem.ts';
import type { Chart } from './chart/chart.ts';
import { checkElements } from './chart/check-elements.ts';
import { CompileContext, SCXML_NAMESPACE, type CompileSettings } from './chart/compile-context.ts';
import { compileScript } from './chart/compile-executable.ts';
import { StateCompiler } from './chart/compile-states.ts';
import { isOrsDocument } from './ors/dialect.ts';
import { isPortable } from './ors/portable.ts';
import { includeFiles } from './ors/include.ts';
import type { ModuleRegistry } from './step.ts';
import { elementsOf, parseXml, type XmlElement } from './xml/parse-xml.ts';

export interface ChartSource {
  text: string;
  /** Named in problems. */
  file: string;
  /** Its address among the files of its set; what it names by `src` is relative to it. */
  path?: string;
  registry: ModuleRegistry;
  /** Text of the file of a path, such as a script named by `src`; null when there is none. */
  resolve?: (path: string) => string | null;
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

/** Every step looks at the whole chart. */
const MOST_STATES = 10_000;

/** Compiles a document; the same text and registry give the same chart. Never throws. */
export function compileChart(source: ChartSource): Compiled {
  const { file, path = '', registry, lenient = false, resolve = () => null } = source;
  const { root: written, problems, positions } = parseXml(source.text, file);
  if (!written) return { chart: null, problems };
  const ors = isOrsDocument(written);
  const portable = isPortable(written);
  const settings = { file, path, registry, ors, portable, lenient, positions, resolve };
  const none = { root: written, problems: [] };
  const { root, problems: missing } = ors ? includeFiles(written, settings, resolve) : none;
  const { chart, problems: inside } = compileRoot(root, settings);
  const found = [...missing, ...inside];
  const beside = (one: Problem): number => (one.file === file ? 0 : 1);
  found.sort((a, b) => beside(a) - beside(b) || a.line - b.line || a.column - b.column);
  const failed = found.some((problem) => problem.severity === 'error');
  return { chart: failed ? null : chart, problems: found };
}

/** A document, or one within another (SCXML §6.4.2): the same rules, the same file. */
function compileRoot(
  root: XmlElement,
  settings: Omit<CompileSettings, 'compileInner'>,
): { chart: Chart | null; problems: Problem[] } {
  const context: CompileContext = new CompileContext({
    ...settings,
    compileInner: (inner) => {
      const { chart, problems } = compileRoot(inner, settings);
      context.problems.push(...problems);
      return chart ?? emptyChart;
    },
  });
  const { problems } = context;
  if (root.name !== 'scxml' || root.namespace !== SCXML_NAMESPACE) {
    context.report(root, 'root', `the root element must be <scxml> of ${SCXML_NAMESPACE}`);
    return { chart: null, problems };
  }
  const model = root.attributes.get('datamodel') ?? 'ecmascript';
  if (model !== 'ecmascript' && model !== 'null')
    context.report(root, 'datamodel', `the data model "${model}" is not supported; use ecmascript or null`);
  checkElements(context, root);
  const states = new StateCompiler(context).compile(root);
  if (states.length > MOST_STATES)
    context.report(root, 'states-many', `more than ${MOST_STATES} states: ${states.length}`);
  const scripts = elementsOf(root).filter(
    (child) => child.name === 'script' && child.namespace === SCXML_NAMESPACE,
  );
  const chart: Chart = {
    name: root.attributes.get('name') ?? '',
    path: settings.path,
    ors: settings.ors,
    lateBinding: root.attributes.get('binding') === 'late',
    states,
    scripts: scripts.map((script) => compileScript(context, script)),
    dataModel: model === 'null' ? 'null' : 'ecmascript',
    inner: context.inner,
  };
  return { chart, problems };
}

/** In the place of one that is none: its mistakes keep the whole document from being used. */
const emptyChart: Chart = {
  name: '',
  path: '',
  ors: false,
  lateBinding: false,
  states: [],
  scripts: [],
  dataModel: 'null',
  inner: [],
};
