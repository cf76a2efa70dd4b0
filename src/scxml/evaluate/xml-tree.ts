import type { Json } from '../../core/json.ts';
import { ScriptError } from '../../sandbox/script-error.ts';
import { parseXml, type XmlElement } from '../xml/parse-xml.ts';

/** An XML text as JSON: `[name, namespace, attributes, children]`, text as text. @throws ScriptError when it is none */
export function xmlTree(text: string): Json {
  const { root, problems } = parseXml(text, '');
  if (!root) throw new ScriptError('SyntaxError', `no XML: ${problems[0]?.message ?? 'no element'}`);
  return treeOf(root);
}

function treeOf({ name, namespace, attributes, children }: XmlElement): Json {
  const inside = children.map((child) => (typeof child === 'string' ? child : treeOf(child)));
  return [name, namespace, [...attributes], inside];
}
