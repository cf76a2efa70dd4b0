import type { Recording } from '../app/recording.ts';
import { fileIn } from '../scxml/file-address.ts';
import { compileChart } from '../scxml/compile.ts';
import { matches } from '../scxml/engine/select.ts';
import { chartFiles } from './chart-files.ts';
import { moduleRegistry } from './registry.ts';

/** Conditions of the transitions that come before one in its state, for the same event: none of them held. */
export type OtherGuards = (taken: { source: string; event: string; line: number }) => string[];

/** Of the strategy of a session. A document that does not compile any more has none. */
export function otherGuards({ session, files }: Pick<Recording, 'session' | 'files'>): OtherGuards {
  const all = chartFiles(files);
  const path = `${session.strategy}.scxml`;
  const text = fileIn(all, path) ?? '';
  const resolve = (address: string): string | null => fileIn(all, address);
  const { chart } = compileChart({
    text,
    file: path,
    path,
    registry: moduleRegistry,
    resolve,
    lenient: true,
  });
  return ({ source, event, line }) =>
    (chart?.states.find(({ id }) => id === source)?.transitions ?? [])
      .filter(
        (other) =>
          other.line < line && (event === '' ? other.events.length === 0 : matches(other.events, event)),
      )
      .flatMap(({ cond }) => (cond ? [cond.source] : []));
}
