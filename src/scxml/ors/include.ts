import { dirname, join, relative } from 'node:path/posix';

import type { Problem } from '../../core/problem.ts';
import { pathFrom } from '../file-address.ts';
import { elementsOf, LONGEST_DOCUMENT, parseXml, type XmlElement } from '../xml/parse-xml.ts';
import type { XmlSource } from '../xml/xml-source.ts';
import { isPart, spliced } from './splice.ts';

const XINCLUDE = ['http://www.w3.org/2001/XInclude', 'http://www.w3.org/2003/XInclude'];

/** Documents that include each other without being a circle can still grow without end. */
const MOST_INCLUSIONS = 500;

/** Puts the files that a document of the ORS dialect includes in their places; what cannot be had is a problem. */
export function includeFiles(
  root: XmlElement,
  source: XmlSource,
  resolve: (path: string) => string | null,
): { root: XmlElement; problems: Problem[] } {
  const inclusion = new Inclusion(resolve);
  // Alone it is what it would be within another, under its own name.
  const resolveId = isPart(root) ? (root.attributes.get('name') ?? 'self') : undefined;
  const [own = root] = inclusion.expanded(spliced(root, { resolveId, source: undefined }), [source]);
  return { root: typeof own === 'string' ? root : own, problems: inclusion.problems };
}

type Node = XmlElement | string;

/** An element, and the documents around it, the outermost first. */
interface Place {
  element: XmlElement;
  chain: readonly XmlSource[];
}

class Inclusion {
  readonly problems: Problem[] = [];
  readonly #resolve: (path: string) => string | null;
  #characters = 0;
  #count = 0;

  constructor(resolve: (path: string) => string | null) {
    this.#resolve = resolve;
  }

  /** A script with inclusions becomes several. */
  expanded(element: XmlElement, chain: readonly XmlSource[]): Node[] {
    if (element.name === 'script' && elementsOf(element).some(isInclude))
      return element.children.flatMap((child) => this.#script(element, child, chain));
    if (isInclude(element)) return this.#included(element, chain);
    const children = element.children.flatMap((child) =>
      typeof child === 'string' ? [child] : this.expanded(child, chain),
    );
    return [{ ...element, children }];
  }

  #script(script: XmlElement, child: Node, chain: readonly XmlSource[]): Node[] {
    if (typeof child === 'string') return child.trim() === '' ? [] : [{ ...script, children: [child] }];
    const path = isInclude(child) ? this.#path(child, chain) : null;
    if (path === null) return [];
    const attributes = new Map([['src', child.attributes.get('href') ?? '']]);
    return [{ ...script, line: child.line, column: child.column, attributes, children: [] }];
  }

  #included(element: XmlElement, chain: readonly XmlSource[]): Node[] {
    const path = this.#path(element, chain);
    const text = path === null ? null : this.#text(element, path, chain);
    if (path === null || text === null) return [];
    if (element.attributes.get('parse') === 'text') return [text];
    if (chain.some((source) => source.path === path)) {
      this.report({ element, chain }, 'include-circle', `"${path}" includes itself`);
      return [];
    }
    const file = fileOf(chain, path);
    const { root, problems, positions } = parseXml(text, file);
    this.problems.push(...problems);
    if (!root) return [];
    const found = this.#pointedAt(element, root, chain);
    const inner: XmlSource = { file, path, positions };
    const resolveId = element.attributes.get('resolveid');
    return found.flatMap((one) =>
      this.expanded(spliced(one, { resolveId, source: inner }), [...chain, inner]),
    );
  }

  /** The element an `xpointer` names by its id; without one, what the document holds. */
  #pointedAt(element: XmlElement, root: XmlElement, chain: readonly XmlSource[]): XmlElement[] {
    const pointer = element.attributes.get('xpointer');
    if (pointer === undefined) return root.name === 'scxml' ? elementsOf(root) : [root];
    const id = /^(?:element\(([^/)]+)\)|xpointer\(id\(['"]([^'"]+)['"]\)\))$/.exec(pointer);
    const found = withId(root, id?.[1] ?? id?.[2] ?? pointer);
    if (!found) this.report({ element, chain }, 'include-pointer', `there is no element "${pointer}"`);
    return found ? [found] : [];
  }

  #path(element: XmlElement, chain: readonly XmlSource[]): string | null {
    const href = element.attributes.get('href');
    if (href === undefined)
      this.report({ element, chain }, 'attribute-missing', '<include> needs the attribute href');
    return href === undefined ? null : pathFrom(chain.at(-1)?.path ?? '', href);
  }

  #text(element: XmlElement, path: string, chain: readonly XmlSource[]): string | null {
    const text = this.#resolve(path);
    if (text === null) {
      this.report({ element, chain }, 'source-missing', `"${path}" cannot be read`);
      return null;
    }
    this.#characters += text.length;
    if (++this.#count <= MOST_INCLUSIONS && this.#characters <= LONGEST_DOCUMENT) return text;
    if (this.problems.every(({ code }) => code !== 'include-many'))
      this.report({ element, chain }, 'include-many', 'too much is included');
    return null;
  }

  report({ element, chain }: Place, code: string, message: string): void {
    const { line, column } = element;
    this.problems.push({ file: chain.at(-1)?.file ?? '', line, column, code, message, severity: 'error' });
  }
}

function isInclude({ name, namespace }: XmlElement): boolean {
  return name === 'include' && XINCLUDE.includes(namespace);
}

function withId(element: XmlElement, id: string): XmlElement | null {
  if (element.attributes.get('id') === id) return element;
  for (const child of elementsOf(element)) {
    const found = withId(child, id);
    if (found) return found;
  }
  return null;
}

/** How a file is named in problems, beside the document that includes it. */
function fileOf([root]: readonly XmlSource[], path: string): string {
  return root ? join(dirname(root.file), relative(dirname(root.path), path)) : path;
}
