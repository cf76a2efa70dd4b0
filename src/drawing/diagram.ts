/** One box of a drawing: a state of a strategy, a step of a dialog. Boxes may hold boxes. */
export interface Box {
  /** Unique in the diagram; never shown. */
  id: string;
  label: string;
  kind: 'box' | 'start' | 'end' | 'history';
  /** The boxes inside are there all at once (SCXML §3.4), and not one after another. */
  parallel: boolean;
  /** Lines of text inside, below the label. */
  notes: string[];
  children: Box[];
}

/** An arrow between two boxes on any level. */
export interface Arrow {
  from: string;
  to: string;
  label: string;
}

/** What is drawn, without places: plain data, made of a chart or of a dialog. */
export interface Diagram {
  title: string;
  boxes: Box[];
  arrows: Arrow[];
}

/** One arrow for all arrows between the same two boxes, with a line for each different label. */
export function mergeArrows(arrows: Arrow[]): Arrow[] {
  const groups = Map.groupBy(arrows, ({ from, to }) => JSON.stringify([from, to]));
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    const lines = new Set([first, ...rest].map(({ label }) => label).filter((label) => label !== ''));
    return [{ ...first, label: [...lines].join('\n') }];
  });
}
