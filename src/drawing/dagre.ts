import * as shipped from '@dagrejs/dagre';

interface Placed {
  width: number;
  height: number;
  /** The middle; from `arrange`. */
  x?: number;
  y?: number;
}

interface Graph {
  setGraph(options: Record<string, string | number>): void;
  /** After `arrange`: with width and height. */
  graph(): { width?: number; height?: number };
  setNode(name: string, size: { width: number; height: number }): void;
  node(name: string): Placed;
  setEdge(from: string, to: string, label: Placed & { labelpos: 'c' }, name: string): void;
  edge(from: string, to: string, name: string): Placed & { points?: { x: number; y: number }[] };
}

interface Dagre {
  Graph: new (options: { multigraph: boolean }) => Graph;
  layout(graph: Graph): void;
}

// The types that the package ships name their files without an extension, which Node's resolution does not find.
const dagre = shipped as unknown as Dagre;

/** An empty graph whose boxes and edges `arrange` finds places for. */
export function newGraph(): Graph {
  return new dagre.Graph({ multigraph: true });
}

/** Finds places: layers after Sugiyama, few crossings. */
export function arrange(graph: Graph): void {
  dagre.layout(graph);
}

export type { Graph };
