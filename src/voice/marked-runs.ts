import type { PromptSegment } from '../voicexml/platform.ts';

/** What is heard from a mark (null: from the start) to the next one. */
interface Run {
  mark: string | null;
  segments: Exclude<PromptSegment, { kind: 'mark' }>[];
}

/** A prompt cut at its marks. A mark at the very end is a run without sound. */
export function runsOf(segments: readonly PromptSegment[]): Run[] {
  const runs: Run[] = [];
  for (const segment of segments) {
    if (segment.kind === 'mark') runs.push({ mark: segment.name, segments: [] });
    else if (runs.length === 0) runs.push({ mark: null, segments: [segment] });
    else runs.at(-1)?.segments.push(segment);
  }
  return runs;
}
