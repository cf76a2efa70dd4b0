import { actionId } from '../core/ids.ts';
import type { Json } from '../core/json.ts';
import type { Recording } from '../app/recording.ts';
import type { ChartRunner } from '../scxml/chart-runner.ts';
import type { StoredOutcome, StoredStep } from '../scxml/stored-step.ts';
import type { EngineAction, Snapshot, StepInputs } from '../scxml/step.ts';
import type { JournalEntry } from '../store/sessions.ts';
import { endedFromOutside } from './end-session.ts';
import { chartIn } from './strategies.ts';
import { takenBy } from './step-session.ts';

/** One step, made again. */
interface ReplayedStep {
  entry: JournalEntry;
  /** The session as it is after it; null where the step came out otherwise. */
  snapshot: Snapshot | null;
  /** What it asked for. */
  actions: EngineAction[];
  /** What is not as it was, in words; null when all is. */
  difference: string | null;
}

/**
 * Steps a session again from its journal, up to the first step that comes out otherwise. Nothing outside is asked and
 * nothing is done. After the last step the snapshot has to be the stored one, to the byte.
 */
export async function* replay(
  { session, journal, files }: Pick<Recording, 'session' | 'journal' | 'files'>,
  runner: ChartRunner,
): AsyncGenerator<ReplayedStep> {
  const chart = chartIn(files, session.strategy);
  let text: string | null = null;
  for (const entry of journal) {
    if (endedFromOutside(entry)) {
      yield {
        entry,
        snapshot: snapshotIn(text),
        actions: [],
        difference: null,
      };
      return;
    }
    const { seed, reads } = entry.inputs as unknown as Pick<StepInputs, 'seed' | 'reads'>;
    const { id: sessionId, params } = session;
    const request: StoredStep = {
      snapshot: text,
      inputs: { sessionId, seq: entry.seq, now: entry.at, seed, params, reads },
      ...takenBy(entry.event),
    };
    const outcome = await runner.stepStored(chart, request);
    const stepped = outcome.kind === 'stepped' ? outcome : null;
    text = stepped?.snapshot ?? null;
    const last = entry === journal.at(-1) && session.snapshot !== text;
    const difference =
      differenceOf(sessionId, entry, outcome) ??
      (last ? 'the data at the end are not the stored ones' : null);
    yield { entry, snapshot: snapshotIn(text), actions: stepped?.actions ?? [], difference };
    if (difference !== null) return;
  }
}

function snapshotIn(text: string | null): Snapshot | null {
  return text === null ? null : (JSON.parse(text) as Snapshot);
}

function differenceOf(sessionId: string, entry: JournalEntry, outcome: StoredOutcome): string | null {
  if (outcome.kind === 'needs') return `it asks for ${outcome.names.join(', ')}, which was not read then`;
  for (const [index, item] of outcome.trace.entries()) {
    const was = JSON.stringify(entry.trace[index]);
    if (JSON.stringify(item) !== was) return `it did ${JSON.stringify(item)} where it had done ${was}`;
  }
  // After the steps of the chart stand the mistakes that carrying it out met.
  const more = entry.trace.slice(outcome.trace.length).find((item) => kindOf(item) !== 'error');
  if (more !== undefined) return `it did not do ${JSON.stringify(more)}`;
  const asked = new Map(
    outcome.actions.map(({ index, kind }) => [actionId(sessionId, entry.seq, index), kind]),
  );
  const missing = entry.actions.find(({ id, kind }) => asked.get(id) !== kind);
  return missing ? `it did not ask for ${missing.kind}` : null;
}

function kindOf(item: Json): unknown {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? item['kind'] : null;
}
