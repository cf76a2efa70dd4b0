import type { Json } from '../../core/json.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';
import type { Code, Content, Executable, Send, Value } from './chart.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';
import { compileModuleElement } from './compile-module-element.ts';

/** The executable children of an element, in document order. */
export function compileBlock(context: CompileContext, element: XmlElement, skip: string[] = []): Executable[] {
  return elementsOf(element)
    .filter((child) => !(child.namespace === SCXML_NAMESPACE && skip.includes(child.name)))
    .map((child) => compileExecutable(context, child));
}

function compileExecutable(context: CompileContext, element: XmlElement): Executable {
  const { line } = element;
  if (element.namespace !== SCXML_NAMESPACE) return compileModuleElement(context, element);
  switch (element.name) {
    case 'if':
      return compileIf(context, element);
    case 'foreach':
      return {
        kind: 'foreach',
        array: context.code(element, context.required(element, 'array')),
        item: context.required(element, 'item'),
        index: element.attributes.get('index') ?? null,
        body: compileBlock(context, element),
        line,
      };
    case 'assign':
      return { kind: 'assign', location: context.required(element, 'location'), value: valueOf(context, element), line };
    case 'log':
      return { kind: 'log', label: labelOf(context, element), expr: optionalCode(context, element, 'expr'), line };
    case 'raise':
      return { kind: 'raise', event: context.required(element, 'event'), params: context.params(element), line };
    case 'send':
      return { kind: 'send', send: compileSend(context, element), line };
    case 'cancel':
      return { kind: 'cancel', sendid: either(context, element, 'sendid') ?? { kind: 'text', text: '' }, line };
    case 'script':
      return { kind: 'script', code: compileScript(context, element), line };
    default:
      context.report(element, 'element-unknown', `<${element.name}> is no executable element of SCXML`);
      return { kind: 'unknown', text: `<${element.name}>`, line };
  }
}

/** SCXML §4.3: `elseif` and `else` part the content of an `if`. */
function compileIf(context: CompileContext, element: XmlElement): Executable {
  const branches: { cond: Code | null; body: Executable[] }[] = [
    { cond: context.code(element, context.required(element, 'cond')), body: [] },
  ];
  for (const child of elementsOf(element)) {
    const ours = child.namespace === SCXML_NAMESPACE;
    if (ours && child.name === 'elseif')
      branches.push({ cond: context.code(child, context.required(child, 'cond')), body: [] });
    else if (ours && child.name === 'else') branches.push({ cond: null, body: [] });
    else branches.at(-1)?.body.push(compileExecutable(context, child));
  }
  return { kind: 'if', branches, line: element.line };
}

function compileSend(context: CompileContext, element: XmlElement): Send {
  const attribute = (name: string): Value | null => either(context, element, name);
  const content = elementsOf(element).find((child) => child.name === 'content');
  return {
    event: attribute('event'),
    target: attribute('target'),
    type: attribute('type') ?? attribute('targettype'),
    delay: attribute('delay'),
    id: element.attributes.get('id') ?? element.attributes.get('sendid') ?? null,
    idLocation: element.attributes.get('idlocation') ?? null,
    namelist: (element.attributes.get('namelist') ?? '').split(/\s+/).filter((name) => name !== ''),
    params: context.params(element),
    content: content ? compileContent(context, content) : null,
  };
}

/** `name` as text (an expression in the older dialect), or `nameexpr`. */
function either(context: CompileContext, element: XmlElement, name: string): Value | null {
  const text = element.attributes.get(name);
  const source = element.attributes.get(`${name}expr`) ?? (context.ors ? text : undefined);
  if (source !== undefined) return { kind: 'code', code: context.code(element, source) };
  return text === undefined ? null : { kind: 'text', text };
}

function labelOf(context: CompileContext, element: XmlElement): Value | null {
  const label = element.attributes.get('label');
  if (label === undefined) return null;
  return context.ors && /^\s*['"]/.test(label)
    ? { kind: 'code', code: context.code(element, label) }
    : { kind: 'text', text: label };
}

/** `<content>` of a send or of done data: an expression, or data written out. */
export function compileContent(context: CompileContext, element: XmlElement): Code | Content {
  const source = element.attributes.get('expr');
  return source === undefined ? writtenData(textOf(element)) : context.code(element, source);
}

/** The value of `assign` and `data`: `expr`, or what stands inside. SCXML §5.9.3, B.2. */
export function valueOf(context: CompileContext, element: XmlElement): Value | Content {
  const source = element.attributes.get('expr');
  if (source !== undefined) return { kind: 'code', code: context.code(element, source) };
  return writtenValue(textOf(element), element.line);
}

/** Data written out: JSON, an ECMAScript object or array, else text with white space folded. SCXML B.2.1. */
export function writtenValue(text: string, line: number): Value | Content {
  const written = writtenData(text);
  const looksLikeCode = typeof written.data === 'string' && /^[[{]/.test(written.data);
  return looksLikeCode ? { kind: 'code', code: { source: text.trim(), line } } : written;
}

function writtenData(text: string): Content {
  try {
    return { kind: 'content', data: JSON.parse(text) as Json };
  } catch {
    return { kind: 'content', data: fold(text) };
  }
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

export function compileScript(context: CompileContext, element: XmlElement): Code {
  const address = element.attributes.get('src');
  if (address === undefined) return { source: textOf(element), line: element.line };
  const text = context.resolve(address);
  if (text === null) context.report(element, 'source-missing', `the script "${address}" cannot be read`);
  return { source: text ?? '', line: element.line };
}

export function optionalCode(context: CompileContext, element: XmlElement, name: string): Code | null {
  const source = element.attributes.get(name);
  return source === undefined ? null : context.code(element, source);
}
