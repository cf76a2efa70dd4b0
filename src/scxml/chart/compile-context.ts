import type { Problem } from '../../core/problem.ts';
import type { ModuleRegistry } from '../step.ts';
import type { Param } from './chart.ts';
import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import { checkExpression } from '../evaluate/script-source.ts';

export const SCXML_NAMESPACE = 'http://www.w3.org/2005/07/scxml';

/** What compiling a document goes by, and the mistakes found so far. */
export class CompileContext {
  readonly file: string;
  readonly registry: ModuleRegistry;
  readonly ors: boolean;
  readonly problems: Problem[] = [];
  /** Text of a document named by `src`, null when there is none. */
  readonly resolve: (address: string) => string | null;

  constructor(file: string, registry: ModuleRegistry, ors: boolean, resolve: (address: string) => string | null) {
    this.file = file;
    this.registry = registry;
    this.ors = ors;
    this.resolve = resolve;
  }

  report(at: { line: number; column: number }, code: string, message: string, severity: Problem['severity'] = 'error'): void {
    this.problems.push({ file: this.file, line: at.line, column: at.column, code, message, severity });
  }

  /** An attribute that must be there. */
  required(element: XmlElement, name: string): string {
    const value = element.attributes.get(name);
    if (value === undefined) this.report(element, 'attribute-missing', `<${element.name}> needs the attribute ${name}`);
    return value ?? '';
  }

  /** An expression, checked for its syntax. SCXML §5.9: what is wrong in it is an error when it is evaluated. */
  code(element: XmlElement, source: string): { source: string; line: number } {
    const wrong = checkExpression(source);
    if (wrong) this.report(element, 'expression', `"${source}" is no ECMAScript expression: ${wrong}`, 'warning');
    return { source, line: element.line };
  }

  params(element: XmlElement): Param[] {
    return elementsOf(element)
      .filter((child) => child.name === 'param' && child.namespace === SCXML_NAMESPACE)
      .map((child) => ({
        name: this.required(child, 'name'),
        value: this.code(child, child.attributes.get('expr') ?? child.attributes.get('location') ?? 'undefined'),
      }));
  }
}
