import { SaxesParser } from 'saxes';

import { messageOf } from '../../core/errors.ts';
import type { AccessControl } from '../content/access-control.ts';
import { badFetch } from '../page-event.ts';

/** A node of an XML document as plain data. `attributes`: qualified name, namespace, local name, value. */
export type DataNode =
  | { type: 'document'; children: DataNode[] }
  | {
      type: 'element';
      name: string;
      uri: string;
      local: string;
      attributes: string[][];
      children: DataNode[];
    }
  | { type: 'text' | 'cdata' | 'comment'; value: string }
  | { type: 'instruction'; name: string; value: string };

const DEEPEST = 100;
const MOST_NODES = 20_000;

/**
 * The XML of a `<data>` element, with the `<?access-control?>` that stands before its root.
 * @throws PageEvent `error.badfetch` for what is not well-formed, too deep or too large
 */
export function parseData(text: string): { tree: DataNode; accessControl: AccessControl | null } {
  const parser = new SaxesParser({ xmlns: true });
  const tree: DataNode = { type: 'document', children: [] };
  const open: DataNode[][] = [tree.children];
  let accessControl: AccessControl | null = null;
  let nodes = 0;
  const add = (node: DataNode): void => {
    if (++nodes > MOST_NODES) throw badFetch(`more than ${MOST_NODES} nodes`);
    open.at(-1)?.push(node);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, uri, local, attributes }) => {
    if (open.length > DEEPEST) throw badFetch(`more than ${DEEPEST} elements deep`);
    const list = Object.values(attributes).map((one) => [one.name, one.uri, one.local, one.value]);
    const children: DataNode[] = [];
    add({ type: 'element', name, uri, local, attributes: list, children });
    open.push(children);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (value) => {
    if (open.length > 1) add({ type: 'text', value });
  });
  parser.on('cdata', (value) => add({ type: 'cdata', value }));
  parser.on('comment', (value) => add({ type: 'comment', value }));
  parser.on('processinginstruction', ({ target, body }) => {
    if (target === 'access-control' && open.length === 1) accessControl = controlOf(body);
    add({ type: 'instruction', name: target, value: body });
  });
  try {
    parser.write(text).close();
  } catch (error) {
    throw badFetch(messageOf(error));
  }
  return { tree, accessControl };
}

function controlOf(body: string): AccessControl {
  const value = (name: string): string =>
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(body)?.slice(1).find(Boolean) ?? '';
  return { allow: value('allow'), deny: value('deny') };
}
