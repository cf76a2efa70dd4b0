import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';

/** The value of an attribute that may also be given as an expression, such as `event` and `eventexpr`. */
export function eitherAttribute(
  frame: Frame,
  element: XmlElement,
  [plain, expression]: readonly [plain: string, expression: string],
): string | undefined {
  const code = element.attributes.get(expression);
  return code === undefined
    ? element.attributes.get(plain)
    : frame.context.call.script.text(frame.chain, code);
}

/** The names of a blank-separated list attribute; undefined without it. */
export function listAttribute(element: XmlElement, name: string): string[] | undefined {
  return element.attributes.get(name)?.split(/\s+/).filter(Boolean);
}
