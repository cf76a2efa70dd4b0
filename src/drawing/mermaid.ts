import type { Arrow, Box, Diagram } from './diagram.ts';

/**
 * A diagram as a Mermaid state diagram (`stateDiagram-v2`). Names are made up, labels are escaped, so that no text
 * of a document is read as a command of Mermaid's. `lit` names boxes that are shown as active.
 */
export function mermaid(diagram: Diagram, lit: ReadonlySet<string> = new Set()): string {
  const writer = new Writer(diagram);
  return `${[...writer.lines(), ...writer.lit(lit)].join('\n')}\n`;
}

class Writer {
  readonly #diagram: Diagram;
  readonly #names = new Map<string, string>();
  readonly #boxes = new Map<string, Box>();

  constructor(diagram: Diagram) {
    this.#diagram = diagram;
    const name = (box: Box): void => {
      this.#names.set(box.id, `s${this.#names.size}`);
      this.#boxes.set(box.id, box);
      box.children.forEach(name);
    };
    diagram.boxes.forEach(name);
  }

  lines(): string[] {
    return [
      '---',
      `title: ${JSON.stringify(this.#diagram.title.replace(/[<>]/g, ''))}`,
      '---',
      'stateDiagram-v2',
      ...this.#level(this.#diagram.boxes, '  '),
      ...this.#diagram.arrows.filter((arrow) => !this.#fromStart(arrow)).map((arrow) => this.#arrow(arrow)),
    ];
  }

  lit(ids: ReadonlySet<string>): string[] {
    const names = [...ids].flatMap((id) => this.#names.get(id) ?? []);
    if (names.length === 0) return [];
    return ['  classDef lit fill:#fff3c4,stroke:#b35900', `  class ${names.join(',')} lit`];
  }

  #level(boxes: Box[], indent: string): string[] {
    return boxes.flatMap((box) => [
      ...this.#box(box, indent),
      ...this.#diagram.arrows
        .filter((arrow) => box.kind === 'start' && arrow.from === box.id)
        .map((arrow) => `${indent}[*] --> ${this.#names.get(arrow.to) ?? ''}`),
    ]);
  }

  #box(box: Box, indent: string): string[] {
    if (box.kind === 'start') return [];
    const name = this.#names.get(box.id) ?? '';
    const label = box.kind === 'history' ? `(H) ${box.label}` : box.label;
    const state = `${indent}state "${escaped([label, ...box.notes])}" as ${name}`;
    const end = box.kind === 'end' ? [`${indent}${name} --> [*]`] : [];
    if (box.children.length === 0) return [state, ...end];
    const regions = box.parallel ? box.children.map((child) => [child]) : [box.children];
    const inside = regions.flatMap((region, index) => [
      ...(index === 0 ? [] : [`${indent}  --`]),
      ...this.#level(region, `${indent}  `),
    ]);
    return [`${state} {`, ...inside, `${indent}}`];
  }

  #fromStart({ from }: Arrow): boolean {
    return this.#boxes.get(from)?.kind === 'start';
  }

  #arrow({ from, to, label }: Arrow): string {
    const arrow = `  ${this.#names.get(from) ?? ''} --> ${this.#names.get(to) ?? ''}`;
    return label === '' ? arrow : `${arrow} : ${escaped(label.split('\n'))}`;
  }
}

/** Everything but letters, digits and plain spaces as an entity of Mermaid's (`#59;`). */
function escaped(lines: string[]): string {
  const encode = (line: string): string =>
    line.replace(/[^\p{L}\p{N} ._,?!=*/+-]|--/gu, (text) =>
      Array.from(text, (character) => `#${character.codePointAt(0) ?? 32};`).join(''),
    );
  return lines.map(encode).join('<br/>');
}
