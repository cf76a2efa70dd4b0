import { elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';
import type { Code, Executable, Send, Value } from './chart.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';
import { compileModuleElement } from './compile-module-element.ts';
import { compileContent, compileValue } from './compile-value.ts';

/** The executable children of an element, in document order. */
export function compileBlock(context: CompileContext, element: XmlElement): Executable[] {
  return elementsOf(element).map((child) => compileExecutable(context, child));
}

function compileExecutable(context: CompileContext, element: XmlElement): Executable {
  const { line } = element;
  if (element.namespace !== SCXML_NAMESPACE) return compileModuleElement(context, element);
  // ORS: an internal event without data.
  if (context.settings.ors && element.name === 'event')
    return { kind: 'raise', event: context.required(element, 'name'), params: [], line };
  switch (element.name) {
    case 'if':
      return compileIf(context, element);
    case 'foreach':
      return {
        kind: 'foreach',
        array: context.code(element, 'array'),
        item: context.required(element, 'item'),
        index: element.attributes.get('index') ?? null,
        body: compileBlock(context, element),
        line,
      };
    case 'assign': {
      const location = context.code(element, 'location').source;
      return { kind: 'assign', location, value: compileValue(context, element), line };
    }
    case 'log':
      return {
        kind: 'log',
        label: labelOf(context, element),
        expr: context.optionalCode(element, 'expr'),
        level: context.settings.ors ? context.optionalCode(element, 'level') : null,
        line,
      };
    case 'raise':
      return {
        kind: 'raise',
        event: context.required(element, 'event'),
        params: context.params(element),
        line,
      };
    case 'send':
      return { kind: 'send', send: compileSend(context, element), line };
    case 'cancel': {
      const sendid = either(context, element, 'sendid');
      if (!sendid) context.required(element, 'sendid');
      return { kind: 'cancel', sendid: sendid ?? { kind: 'text', text: '' }, line };
    }
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
    { cond: context.code(element, 'cond'), body: [] },
  ];
  for (const child of elementsOf(element)) {
    const ours = child.namespace === SCXML_NAMESPACE;
    if (ours && child.name === 'elseif') branches.push({ cond: context.code(child, 'cond'), body: [] });
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
    idLocation: context.optionalCode(element, 'idlocation')?.source ?? null,
    namelist: namesIn(element, 'namelist'),
    params: context.params(element),
    content: content ? compileContent(context, content) : null,
  };
}

/** The names in an attribute, separated by white space. */
export function namesIn(element: XmlElement, attribute: string): string[] {
  return (element.attributes.get(attribute) ?? '').split(/\s+/).filter(Boolean);
}

/** `name` as text (an expression in the older dialect), or `nameexpr`. */
export function either(context: CompileContext, element: XmlElement, name: string): Value | null {
  const expression = `${name}expr`;
  if (element.attributes.has(expression)) return { kind: 'code', code: context.code(element, expression) };
  const text = element.attributes.get(name);
  if (text === undefined) return null;
  return context.settings.ors ? { kind: 'code', code: context.code(element, name) } : { kind: 'text', text };
}

function labelOf(context: CompileContext, element: XmlElement): Value | null {
  const text = element.attributes.get('label');
  if (text === undefined) return null;
  const quoted = context.settings.ors && /^\s*['"]/.test(text);
  return quoted ? { kind: 'code', code: context.code(element, 'label') } : { kind: 'text', text };
}

/** What stands in a `script` or in the file it names. */
export function compileScript(context: CompileContext, element: XmlElement): Code {
  const address = element.attributes.get('src');
  if (address === undefined) return context.scriptInside(element, textOf(element));
  return context.scriptFile(element, address);
}
