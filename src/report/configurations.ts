import type { Json } from '../core/json.ts';
import type { JournalEntry } from '../store/sessions.ts';

/** Where a session stood after a step. */
export interface Configuration {
  seq: number;
  at: number;
  /** What came in; empty for the step that began the session. */
  event: string;
  /** Ids of the active states, as they were entered. */
  states: string[];
}

/** The configurations a session went through, one for each step of its journal; invoked sessions are left out. */
export function configurationsOf(journal: readonly JournalEntry[]): Configuration[] {
  const active = new Set<string>();
  return journal.map(({ seq, at, event, trace }) => {
    let last = '';
    for (const item of trace) {
      const { kind, state } = moveOf(item);
      if (kind === 'enter') active.add((last = state));
      else if (kind === 'exit') active.delete(state);
    }
    // A session that is done has left everything: it is shown where it ended.
    return {
      seq,
      at,
      event: event?.name ?? '',
      states: active.size > 0 || last === '' ? [...active] : [last],
    };
  });
}

function moveOf(item: Json): { kind: string; state: string } {
  const none = { kind: '', state: '' };
  if (typeof item !== 'object' || item === null || Array.isArray(item) || item['invoke'] !== undefined)
    return none;
  const { kind, state } = item;
  return typeof kind === 'string' && typeof state === 'string' ? { kind, state } : none;
}
