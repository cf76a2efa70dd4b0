import { arrange, newGraph, type Graph } from './dagre.ts';
import type { Arrow, Box, Diagram } from './diagram.ts';

/** A place in pixels; y grows downwards. */
interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** A box with its upper left corner, measured from the corner of the whole drawing. */
export interface PlacedBox extends Point, Size {
  box: Box;
}

export interface PlacedArrow {
  arrow: Arrow;
  label: string[];
  /** From the border of one box to that of the other. */
  path: Point[];
  /** The middle of the label. */
  at: Point;
}

export interface Placed extends Size {
  boxes: PlacedBox[];
  arrows: PlacedArrow[];
}

export const LINE_HEIGHT = 16;
const CHARACTER = 7.2;
const PADDING = 12;
const DOT = 16;

/** Finds a place for everything: each box that holds boxes is arranged for itself, from the inside out. */
export function layout(diagram: Diagram): Placed {
  const root: Box = {
    ...{ id: '', label: diagram.title, kind: 'box', parallel: false, notes: [] },
    children: diagram.boxes,
  };
  const levels = new Levels(root, diagram.arrows);
  const size = levels.measure(root);
  const placed: Placed = { ...size, boxes: [], arrows: [] };
  levels.place(root, { x: 0, y: 0 }, placed);
  return placed;
}

/** What the labels of the boxes and arrows need. */
export function textSize(lines: string[]): Size {
  const longest = Math.max(0, ...lines.map((line) => line.length));
  return { width: Math.ceil(longest * CHARACTER), height: lines.length * LINE_HEIGHT };
}

class Levels {
  readonly #parents = new Map<string, Box>();
  readonly #arrows = new Map<string, Arrow[]>();
  readonly #graphs = new Map<string, Graph>();
  readonly #places = new Map<string, PlacedBox>();

  constructor(root: Box, arrows: Arrow[]) {
    const adopt = (box: Box): void => {
      for (const child of box.children) {
        this.#parents.set(child.id, box);
        adopt(child);
      }
    };
    adopt(root);
    for (const arrow of arrows) {
      const level = this.#common(arrow);
      this.#arrows.set(level.id, [...(this.#arrows.get(level.id) ?? []), arrow]);
    }
  }

  /** Arranges what is inside a box, and says how large that makes it. */
  measure(box: Box): Size {
    const head = textSize([box.label, ...box.notes]);
    if (box.kind === 'start' || box.kind === 'history') return { width: DOT, height: DOT };
    if (box.children.length === 0) return padded(head);
    const graph = newGraph();
    graph.setGraph({ rankdir: box.parallel ? 'LR' : 'TB', nodesep: 30, ranksep: 36, marginx: 0, marginy: 0 });
    for (const child of box.children) graph.setNode(child.id, this.measure(child));
    for (const [index, arrow] of (this.#arrows.get(box.id) ?? []).entries()) {
      const size = textSize(arrow.label.split('\n'));
      const [from, to] = this.#ends(box, arrow);
      graph.setEdge(from, to, { ...size, labelpos: 'c' }, String(index));
    }
    arrange(graph);
    this.#graphs.set(box.id, graph);
    const { width = 0, height = 0 } = graph.graph();
    return padded({ width: Math.max(head.width, width), height: head.height + PADDING + height });
  }

  /** Moves what is inside a box to where the box stands, and then what is inside that. */
  place(box: Box, corner: Point, placed: Placed): void {
    const graph = this.#graphs.get(box.id);
    if (!graph) return;
    const head = textSize([box.label, ...box.notes]).height;
    const origin = { x: corner.x + PADDING, y: corner.y + 2 * PADDING + head };
    for (const child of box.children) {
      const { x = 0, y = 0, width, height } = graph.node(child.id);
      const place = { box: child, width, height, x: origin.x + x - width / 2, y: origin.y + y - height / 2 };
      this.#places.set(child.id, place);
      placed.boxes.push(place);
      this.place(child, place, placed);
    }
    for (const [index, arrow] of (this.#arrows.get(box.id) ?? []).entries()) {
      const [from, to] = this.#ends(box, arrow);
      const { points = [], x = 0, y = 0 } = graph.edge(from, to, String(index));
      const path = points.map((point) => ({ x: origin.x + point.x, y: origin.y + point.y }));
      const ends = this.#reach(arrow, path);
      placed.arrows.push({
        arrow,
        label: arrow.label === '' ? [] : arrow.label.split('\n'),
        path: ends,
        at: { x: origin.x + x, y: origin.y + y },
      });
    }
  }

  /** Ends that are deeper inside than this level are reached by a straight line to their own border. */
  #reach(arrow: Arrow, path: Point[]): Point[] {
    const inner = path.slice(1, -1);
    const first = inner[0] ?? path[0];
    const last = inner.at(-1) ?? path.at(-1);
    const from = this.#places.get(arrow.from);
    const to = this.#places.get(arrow.to);
    if (!first || !last || !from || !to) return path;
    return [border(from, first), ...inner, border(to, last)];
  }

  /** The boxes of a level in which the ends of an arrow are. */
  #ends(level: Box, { from, to }: Arrow): [string, string] {
    const lift = (id: string): string => {
      const parent = this.#parents.get(id);
      return !parent || parent.id === level.id ? id : lift(parent.id);
    };
    return [lift(from), lift(to)];
  }

  /** The innermost box that holds both ends. */
  #common({ from, to }: Arrow): Box {
    const chain = (id: string): Box[] => {
      const parent = this.#parents.get(id);
      return parent ? [parent, ...chain(parent.id)] : [];
    };
    const holders = new Set(chain(from));
    const common = chain(to).find((box) => holders.has(box));
    if (!common) throw new Error(`an arrow between ${from} and ${to}, which are not both in the diagram`);
    return common;
  }
}

function padded({ width, height }: Size): Size {
  return { width: Math.max(width, 40) + 2 * PADDING, height: height + 2 * PADDING };
}

/** Where a line from outside towards the middle of a box meets its border. */
function border(box: PlacedBox, outside: Point): Point {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const dx = outside.x - x;
  const dy = outside.y - y;
  if (dx === 0 && dy === 0) return { x, y };
  const scale = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy),
  );
  return { x: x + dx * scale, y: y + dy * scale };
}
