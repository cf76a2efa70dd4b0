import type { Json } from '../../core/json.ts';
import { lostValue } from '../evaluate/lost-value.ts';
import { checkExpression } from '../evaluate/script-source.ts';
import { elementsOf, parseXml, textOf, type XmlElement } from '../xml/parse-xml.ts';
import { writeXml } from '../xml/write-xml.ts';
import type { Code, Content, Value } from './chart.ts';
import type { CompileContext } from './compile-context.ts';

/** The value of `assign` and `data`: `expr`, or what stands inside. SCXML §5.9.3, B.2. */
export function compileValue(context: CompileContext, element: XmlElement): Value | Content {
  const code = context.optionalCode(element, 'expr');
  if (code) {
    context.lost(element, 'expr', lostValue(code.source));
    return { kind: 'code', code };
  }
  return xmlInside(context, element) ?? writtenValue(textOf(element), element.line);
}

/** `<content>` of a send or of done data: an expression, or data written out. */
export function compileContent(context: CompileContext, element: XmlElement): Code | Content {
  const code = context.optionalCode(element, 'expr');
  return code ?? xmlInside(context, element) ?? writtenData(textOf(element));
}

/** Data written out: JSON, an ECMAScript object or array, else text with white space folded. SCXML B.2.1. */
export function writtenValue(text: string, line: number): Value | Content {
  const isCode = /^\s*[[{]/.test(text) && checkExpression(text) === null;
  return isCode && !isJson(text) ? { kind: 'code', code: { source: text.trim(), line } } : writtenData(text);
}

/** An element inside, given as text; null when there is none. A document has one root: what is beside it is lost. */
function xmlInside(context: CompileContext, element: XmlElement): Content | null {
  const [root, other] = elementsOf(element);
  if (!root) return null;
  if (other || textOf(element).trim() !== '')
    context.report(root, 'content-xml', `XML inside <${element.name}> must be one element`, 'warning');
  return { kind: 'content', data: writeXml(root), xml: true };
}

function writtenData(text: string): Content {
  if (/^\s*</.test(text)) {
    const { root } = parseXml(text, '');
    if (root) return { kind: 'content', data: writeXml(root), xml: true };
  }
  const data = isJson(text) ? (JSON.parse(text) as Json) : text.trim().replace(/\s+/g, ' ');
  return { kind: 'content', data };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
