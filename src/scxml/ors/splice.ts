import { elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import type { XmlSource } from '../xml/xml-source.ts';

/** ORS: stands for the `resolveid` of the inclusion, in attributes and scripts. */
const PLACEHOLDER = '$$_MY_PREFIX_$$';
/** ORS: the same as a value, in expressions. */
const PREFIX_NAME = /(?<![\w$.])_my_prefix(?![\w$])/g;

const states = ['state', 'parallel', 'final', 'history'];

/** What is put in the place of an inclusion. */
interface Spliced {
  /** Left out: ids stay as they are. */
  resolveId: string | undefined;
  source: XmlSource | undefined;
}

/**
 * An element as it stands where it is included: its ids, and what names them, begin with the id of the inclusion, so
 * that one document can be included twice. ORS: xi:include with resolveid.
 */
export function spliced(element: XmlElement, { resolveId, source }: Spliced): XmlElement {
  const ids = new Set(resolveId === undefined ? [] : idsIn(element));
  const copy = (one: XmlElement): XmlElement => ({
    ...one,
    ...(source ? { source } : {}),
    attributes: new Map([...one.attributes].map(([name, value]) => [name, attribute(one, name, value)])),
    children: one.children.map((child) => (typeof child === 'string' ? filled(child) : copy(child))),
  });
  const filled = (text: string): string =>
    resolveId === undefined
      ? text
      : text.replaceAll(PLACEHOLDER, () => resolveId).replace(PREFIX_NAME, () => JSON.stringify(resolveId));
  const attribute = ({ name: tag }: XmlElement, name: string, value: string): string => {
    if (resolveId === undefined) return value;
    const named = name === 'target' || name === 'initial' || (name === 'id' && states.includes(tag));
    const isOwn = (id: string): boolean => ids.has(id) && !id.includes(PLACEHOLDER);
    if (!named || tag === 'send') return filled(value);
    return value.replace(/\S+/g, (id) => (isOwn(id) ? `${resolveId}.${id}` : filled(id)));
  };
  return copy(element);
}

/** True for a document that is written to be included: some of its states are named with the placeholder. */
export function isPart(element: XmlElement): boolean {
  const named = ['initial', 'target'].some((name) => element.attributes.get(name)?.includes(PLACEHOLDER));
  return named || elementsOf(element).some(isPart);
}

function idsIn(element: XmlElement): string[] {
  const id = states.includes(element.name) ? element.attributes.get('id') : undefined;
  return [...(id === undefined ? [] : [id]), ...elementsOf(element).flatMap(idsIn)];
}
