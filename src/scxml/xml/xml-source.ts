import type { TextPositions } from './text-positions.ts';

/** Where an element was read, when that is not the document itself but a file it includes. */
export interface XmlSource {
  /** Named in problems. */
  file: string;
  /** Its address among the files of its set: what it names is relative to that. */
  path: string;
  positions: TextPositions;
}
