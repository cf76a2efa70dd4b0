import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';

import type { Json, JsonObject } from './json.ts';
import { mergePatch, pointerTo } from './merge-patch.ts';
import type { Problem } from './problem.ts';

/** Keys and indices from the top of the document. */
export type YamlPath = readonly (string | number)[];

export interface Position {
  line: number;
  column: number;
  /** JSON Pointer to what is meant, where the text alone does not tell it. */
  pointer?: string;
}

/**
 * A YAML text as plain data that still knows where each part of it was written. With an overlay (a merge patch, RFC 7396)
 * the data is what the two make together; positions are then those of the text, with a pointer into the data.
 */
export class PositionedYaml {
  readonly file: string;
  /** Plain objects, arrays, strings, numbers, booleans and null; undefined when the syntax is wrong. */
  readonly value: unknown;
  /** Syntax errors and duplicate keys. */
  readonly problems: Problem[];
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly #text: string;
  readonly #overlaid: boolean;

  constructor(file: string, text: string, overlay: JsonObject | null = null) {
    this.file = file;
    this.#text = text;
    this.#overlaid = overlay !== null;
    // 1 and "1" would be the same key of the plain object.
    const uniqueKeys = (one: unknown, other: unknown): boolean => keyText(one) === keyText(other);
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys });
    this.problems = this.#document.errors.map((error) =>
      this.problemAt(this.#place(error.pos[0]), 'yaml', this.#explain(error.message, error.pos[0])),
    );
    const plain = this.problems.length === 0 ? this.#plain() : undefined;
    this.value = overlay === null || this.problems.length > 0 ? plain : mergePatch(plain as Json, overlay);
  }

  /** Where the value at `path` begins; of what encloses it when there is no such value. */
  at(path: YamlPath): Position {
    return this.#told(this.#place(this.#offset(this.#find(path))), path);
  }

  /** Where the last key of `path` is written; of the value when it has no key of its own. */
  keyAt(path: YamlPath): Position {
    const parent = this.#find(path.slice(0, -1)).node;
    if (!isMap(parent)) return this.at(path);
    const pair = parent.items.find((item) => keyText(item.key) === String(path.at(-1)));
    return pair ? this.#told(this.#place((pair.key as Node).range?.[0] ?? 0), path) : this.at(path);
  }

  /** The keys of the mapping at `path` in the order and as often as they are written. */
  keys(path: YamlPath): { key: string; position: Position }[] {
    const { node } = this.#find(path);
    if (!isMap(node)) return [];
    return node.items.map((item) => ({
      key: keyText(item.key),
      position: this.#place((item.key as Node).range?.[0] ?? 0),
    }));
  }

  /** Where, within the scalar at `path`, its `nth` (from 0) occurrence of `part` is written. */
  within(path: YamlPath, part: string, nth = 0): Position {
    const found = this.#find(path);
    const range = found.missing ? undefined : found.node?.range;
    if (!range) return this.at(path);
    let offset = range[0] - 1;
    for (let turn = 0; turn <= nth; turn++) offset = this.#text.indexOf(part, offset + 1);
    return offset >= 0 && offset < range[1] ? this.#told(this.#place(offset), path) : this.at(path);
  }

  /** Where `part` is written within the last key of `path`. */
  withinKey(path: YamlPath, part: string): Position {
    const { line, column } = this.keyAt(path);
    const start = this.#text.indexOf(part, (this.#lines.lineStarts[line - 1] ?? 0) + column - 1);
    return start < 0 ? { line, column } : this.#place(start);
  }

  /** A problem of severity `error` at a position in this file. */
  problemAt(position: Position, code: string, message: string): Problem {
    return { file: this.file, ...position, code, message, severity: 'error' };
  }

  #told(position: Position, path: YamlPath): Position {
    return this.#overlaid ? { ...position, pointer: pointerTo(path) } : position;
  }

  #plain(): unknown {
    visit(this.#document, {
      Alias: (_, alias) => {
        if (alias.resolve(this.#document)) return;
        const position = this.#place(alias.range?.[0] ?? 0);
        this.problems.push(
          this.problemAt(position, 'yaml', `there is no anchor "${alias.source}" before this`),
        );
      },
    });
    if (this.problems.length > 0) return undefined;
    try {
      return this.#document.toJS();
    } catch (error) {
      // Aliases of aliases that would grow without bound.
      this.problems.push(this.problemAt({ line: 1, column: 1 }, 'yaml', (error as Error).message));
      return undefined;
    }
  }

  #explain(message: string, offset: number): string {
    const [first = message] = message.split('\n');
    if (first.startsWith('Map keys must be unique')) return 'this key is written twice';
    // A bare * begins an alias in YAML.
    const star =
      /\*:?\s*$/.test(this.#text.slice(Math.max(0, offset - 20), offset)) || this.#text[offset] === '*';
    return star ? `${first} (the star key is written "star")` : first;
  }

  #find(path: YamlPath): { node: Node | undefined; missing: boolean } {
    let node: Node | undefined = this.#document.contents ?? undefined;
    for (const step of path) {
      const next = child(node, step);
      if (!next) return { node, missing: true };
      node = next;
    }
    return { node, missing: false };
  }

  #offset(found: { node: Node | undefined }): number {
    return found.node?.range?.[0] ?? 0;
  }

  #place(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    // The counter answers line 0 for an empty text.
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function child(node: Node | undefined, step: string | number): Node | undefined {
  if (isSeq(node)) return node.items[Number(step)] as Node | undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => keyText(item.key) === String(step));
  return (pair?.value ?? undefined) as Node | undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}
