import { dirname, join, relative } from 'node:path/posix';

import { didYouMean } from '../../core/did-you-mean.ts';
import type { Problem } from '../../core/problem.ts';
import type { LostValue } from '../evaluate/lost-value.ts';
import { checkExpression, checkScript, type SyntaxMistake } from '../evaluate/script-source.ts';
import { pathFrom } from '../file-address.ts';
import { isNewerScript } from '../ors/portable.ts';
import type { ModuleRegistry } from '../step.ts';
import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import { TextPositions } from '../xml/text-positions.ts';
import type { XmlSource } from '../xml/xml-source.ts';
import type { Chart, Code, Param } from './chart.ts';
import { foreignNames } from './foreign-names.ts';

export const SCXML_NAMESPACE = 'http://www.w3.org/2005/07/scxml';

export interface CompileSettings extends XmlSource {
  registry: ModuleRegistry;
  /** The document is of the ORS dialect. */
  ors: boolean;
  /** It is meant for a real ORS too. */
  portable: boolean;
  /** Mistakes in expressions are left for the step that meets them. */
  lenient: boolean;
  /** Text of the file of a path, null when there is none. */
  resolve: (path: string) => string | null;
  /** Compiles a document that stands within this one. */
  compileInner: (root: XmlElement) => Chart;
}

/** What compiling a document goes by, and the mistakes found so far. */
export class CompileContext {
  readonly settings: CompileSettings;
  readonly problems: Problem[] = [];
  /** Documents written out in `invoke` elements so far. */
  readonly inner: Chart[] = [];

  constructor(settings: CompileSettings) {
    this.settings = settings;
  }

  report(
    at: { line: number; column: number; source?: XmlSource },
    code: string,
    message: string,
    severity: Problem['severity'] = 'error',
  ): void {
    const { file } = at.source ?? this.settings;
    this.problems.push({ file, line: at.line, column: at.column, code, message, severity });
  }

  /** Things that a real ORS does not know, in a document that is meant for one. */
  onlyHere(element: XmlElement, things: () => string[]): void {
    if (!this.settings.portable) return;
    for (const thing of things())
      this.report(element, 'ors-portable', `an ORS does not know ${thing}`, 'warning');
  }

  /** An attribute that must be there. */
  required(element: XmlElement, name: string): string {
    const value = element.attributes.get(name);
    if (value === undefined)
      this.report(element, 'attribute-missing', `<${element.name}> needs the attribute ${name}`);
    return value ?? '';
  }

  /** An attribute that means nothing here. */
  unknownAttribute(element: XmlElement, name: string, known: Iterable<string>): void {
    const message = `<${element.name}> has no attribute ${name}${didYouMean(name, known)}`;
    const value = element.valueOffsets.get(name);
    this.report(
      value === undefined ? element : this.#at(element, value),
      'attribute-unknown',
      message,
      'warning',
    );
  }

  /** An attribute whose value nothing can be made of. */
  wrongValue(element: XmlElement, name: string, wanted: string): void {
    const { lenient } = this.settings;
    const value = element.attributes.get(name) ?? '';
    const message = `${name} ${wanted}, not "${value}"`;
    this.report(this.#atPart(element, name, 0), 'attribute-value', message, lenient ? 'warning' : 'error');
  }

  unknownState(element: XmlElement, name: string, known: Iterable<string>): void {
    const attribute = element.name === 'transition' ? 'target' : 'initial';
    const before = (element.attributes.get(attribute) ?? '').split(name, 1)[0] ?? '';
    const message = `there is no state "${name}"${didYouMean(name, known)}`;
    this.report(this.#atPart(element, attribute, before.length), 'target-missing', message);
  }

  /** The expression in an attribute that must be there. */
  code(element: XmlElement, name: string): Code {
    const source = this.#withoutLabel(element, name, this.required(element, name));
    const offset = element.valueOffsets.get(name);
    if (offset !== undefined)
      this.#check(element, offset, { code: 'expression', mistake: checkExpression(source) });
    this.#foreign(element, offset, source);
    this.onlyHere(element, () =>
      isNewerScript(source, 'expression') ? [`ECMAScript as new as ${name}`] : [],
    );
    return { source, line: element.line };
  }

  /** ORS evaluates an expression as a statement, so that `name: value` is the value: a label, which counts for nothing. */
  #withoutLabel(element: XmlElement, name: string, source: string): string {
    const [label = ''] = /^\s*[A-Za-z_$][\w$]*\s*:/.exec(source) ?? [];
    const rest = ' '.repeat(label.length) + source.slice(label.length);
    if (!this.settings.ors || label === '' || checkExpression(source) === null) return source;
    if (checkExpression(rest) !== null) return source;
    const message = `"${label.trim()}" before an expression is a label, and counts for nothing`;
    this.report(this.#atPart(element, name, 0), 'expression', message, 'warning');
    return rest;
  }

  optionalCode(element: XmlElement, name: string): Code | null {
    return element.attributes.has(name) ? this.code(element, name) : null;
  }

  /** A part of an expression whose value is not kept between two steps. */
  lost(element: XmlElement, name: string, part: LostValue | null): void {
    const offset = element.valueOffsets.get(name);
    if (!part || offset === undefined) return;
    const { positions } = this.#sourceOf(element);
    const at = { ...element, ...positions.within(offset, part.offset) };
    this.report(at, 'data-lost', `${part.what} is not kept from one event to the next`, 'warning');
  }

  /** A script that stands inside an element. */
  scriptInside(element: XmlElement, source: string): Code {
    this.#check(element, element.contentOffset, { code: 'script', mistake: checkScript(source) });
    this.#foreign(element, element.contentOffset, source);
    this.onlyHere(element, () => (isNewerScript(source, 'script') ? ['ECMAScript as new as this'] : []));
    return { source, line: element.line };
  }

  /** The text that a `src` names. */
  source(element: XmlElement, address: string): string {
    const text = this.settings.resolve(pathFrom(this.#sourceOf(element).path, address));
    if (text === null) this.report(element, 'source-missing', `"${address}" cannot be read`);
    return text ?? '';
  }

  /** The script that a `src` names; its mistakes stand in its own file. */
  scriptFile(element: XmlElement, address: string): Code {
    const source = this.source(element, address);
    const { file: includes, path } = this.#sourceOf(element);
    const file = join(dirname(includes), relative(dirname(path), pathFrom(path, address)));
    const at = (offset: number): { line: number; column: number } => new TextPositions(source).at(offset);
    const mistake = checkScript(source);
    if (mistake) this.problems.push({ file, ...at(mistake.offset), ...this.#syntax('script', mistake) });
    const severity = 'warning' as const;
    for (const { offset, message } of foreignNames(source, this.settings.registry))
      this.problems.push({ file, ...at(offset), code: 'name-foreign', message, severity });
    return { source, line: element.line };
  }

  params(element: XmlElement): Param[] {
    return elementsOf(element)
      .filter((child) => child.name === 'param' && child.namespace === SCXML_NAMESPACE)
      .map((child) => ({
        name: this.required(child, 'name'),
        value: this.code(child, child.attributes.has('location') ? 'location' : 'expr'),
      }));
  }

  #sourceOf({ source }: XmlElement): XmlSource {
    return source ?? this.settings;
  }

  #at(element: XmlElement, offset: number): { line: number; column: number; source?: XmlSource } {
    return { ...element, ...this.#sourceOf(element).positions.at(offset) };
  }

  /** A character of the value of an attribute. */
  #atPart(
    element: XmlElement,
    attribute: string,
    inner: number,
  ): { line: number; column: number; source?: XmlSource } {
    const offset = element.valueOffsets.get(attribute);
    if (offset === undefined) return element;
    return { ...element, ...this.#sourceOf(element).positions.within(offset, inner) };
  }

  /** SCXML §5.9: what is wrong in an expression is an error when it is evaluated; who publishes learns of it sooner. */
  #check(
    element: XmlElement,
    offset: number,
    { code, mistake }: { code: string; mistake: SyntaxMistake | null },
  ): void {
    if (!mistake) return;
    const { file, positions } = this.#sourceOf(element);
    const at = positions.within(offset, mistake.offset);
    this.problems.push({ file, ...at, ...this.#syntax(code, mistake) });
  }

  /** Names below `_genesys` that nothing here is behind. */
  #foreign(element: XmlElement, offset: number | undefined, source: string): void {
    const { positions } = this.#sourceOf(element);
    for (const name of foreignNames(source, this.settings.registry))
      this.report(
        offset === undefined ? element : { ...element, ...positions.within(offset, name.offset) },
        'name-foreign',
        name.message,
        'warning',
      );
  }

  #syntax(code: string, { message, fatal }: SyntaxMistake): Pick<Problem, 'code' | 'message' | 'severity'> {
    const severity = this.settings.lenient && !fatal ? 'warning' : 'error';
    return { code, message: `no valid ECMAScript: ${message}`, severity };
  }
}
