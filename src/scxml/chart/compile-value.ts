import type { Json } from '../../core/json.ts';
import { checkExpression } from '../evaluate/script-source.ts';
import { elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';
import type { Code, Content, Value } from './chart.ts';
import type { CompileContext } from './compile-context.ts';

/** The value of `assign` and `data`: `expr`, or what stands inside. SCXML §5.9.3, B.2. */
export function compileValue(context: CompileContext, element: XmlElement): Value | Content {
  const code = context.optionalCode(element, 'expr');
  if (code) return { kind: 'code', code };
  return writtenValue(textInside(context, element), element.line);
}

/** `<content>` of a send or of done data: an expression, or data written out. */
export function compileContent(context: CompileContext, element: XmlElement): Code | Content {
  return context.optionalCode(element, 'expr') ?? writtenData(textInside(context, element));
}

/** Data written out: JSON, an ECMAScript object or array, else text with white space folded. SCXML B.2.1. */
export function writtenValue(text: string, line: number): Value | Content {
  const isCode = /^\s*[[{]/.test(text) && checkExpression(text) === null;
  return isCode && !isJson(text) ? { kind: 'code', code: { source: text.trim(), line } } : writtenData(text);
}

function textInside(context: CompileContext, element: XmlElement): string {
  const [inner] = elementsOf(element);
  if (inner) context.report(inner, 'content-xml', `XML inside <${element.name}> is not read`, 'warning');
  return textOf(element);
}

function writtenData(text: string): Content {
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
