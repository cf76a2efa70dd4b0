import type { Chart } from '../../scxml/chart/chart.ts';
import type { TraceItem } from '../../scxml/step.ts';
import type { JournalEntry } from '../../store/sessions.ts';

interface Part {
  part: 'states' | 'transitions';
  reached: number;
  all: number;
  missing: string[];
}

/** Which states of a chart were entered, and which of its transitions taken. */
export class ChartCoverage {
  readonly #seen = new Set<string>();

  /** Adds what a session did; what sessions that it invoked did is another chart's. */
  add(journal: readonly JournalEntry[]): void {
    for (const { trace } of journal)
      for (const item of trace as unknown as TraceItem[])
        if (item.invoke !== undefined) continue;
        else if (item.kind === 'enter') this.#seen.add(item.state);
        else if (item.kind === 'transition') this.#seen.add(keyOf(item));
  }

  of({ states }: Chart): Part[] {
    const named = states.filter(({ index, kind }) => index > 0 && kind !== 'history');
    const transitions = named.flatMap(({ id, transitions: own }) =>
      own.map(({ line, targets, events }) => ({
        key: keyOf({ source: id, line, targets: targets.map((target) => states[target]?.id ?? '') }),
        name: `line ${line}: ${id}${events.length > 0 ? ` on ${events.join(' ')}` : ''}`,
      })),
    );
    return [
      this.#part(
        'states',
        named.map(({ id }) => ({ key: id, name: id })),
      ),
      this.#part('transitions', transitions),
    ];
  }

  #part(part: Part['part'], all: { key: string; name: string }[]): Part {
    const missing = all.filter(({ key }) => !this.#seen.has(key)).map(({ name }) => name);
    return { part, reached: all.length - missing.length, all: all.length, missing };
  }
}

function keyOf({ source, line, targets }: { source: string; line: number; targets: string[] }): string {
  return JSON.stringify([source, line, targets]);
}
