import { messageOf } from '../core/errors.ts';
import type { AskOutside } from './ask-outside.ts';
import { createNumberLookup, type LookedUp } from './number-lookup.ts';
import { readAgain, type Rereading, type SourceParts } from './read-again.ts';

const REFRESH_MS = 600_000;

/** Who knows numbers that are never called: lists, read when started and every ten minutes, and who is asked for each. */
export interface DoNotCall extends Rereading {
  /** True also for every number while one of the lists has never been read: better not to call than to call wrongly. */
  lists(sources: readonly string[], number: string): boolean;
  /** False while one of the lists has never been read. */
  areRead(sources: readonly string[]): boolean;
  /** What is said of a number by whom the configuration has asked; null: nobody is. */
  lookUp(service: string, number: string): Promise<LookedUp | null>;
}

export function createDoNotCall(parts: SourceParts & { ask: AskOutside }): DoNotCall {
  const { clock, log } = parts;
  const known = new Map<string, ReadonlySet<string>>();

  const readOne = async (source: string): Promise<boolean> => {
    try {
      known.set(source, numbersOf(await parts.read(source)));
      return true;
    } catch (error) {
      const why = messageOf(error);
      log.error({ source, why }, 'a list of numbers not to call could not be read; it is tried again');
      return false;
    }
  };
  const readAll = (): Promise<boolean[]> =>
    Promise.all([...new Set(parts.config().numbers.flatMap(({ doNotCall }) => doNotCall))].map(readOne));

  return {
    ...readAgain(clock, REFRESH_MS, readAll),
    lists: (sources, number) => sources.some((source) => known.get(source)?.has(number) ?? true),
    areRead: (sources) => sources.every((source) => known.has(source)),
    lookUp: createNumberLookup({ clock, ask: parts.ask, config: () => parts.config().doNotCallLookup }),
  };
}

/** One number a line, E.164; what follows a # is for people, spaces and dashes do not count. */
function numbersOf(text: string): Set<string> {
  const lines = text.split('\n').map((line) => (line.split('#', 1)[0] ?? '').replace(/[\s()./-]/g, ''));
  return new Set(lines.filter((line) => /^\+\d{4,15}$/.test(line)));
}
