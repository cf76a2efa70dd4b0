import type { Json } from '../../core/json.ts';
import type { TraceItem } from '../../scxml/step.ts';
import type { JournalEntry } from '../../store/sessions.ts';
import type { Expected } from './read-tests.ts';
import type { StrategySite } from './strategy-site.ts';

/** What went wrong, and where it stands in the test. */
export interface Failure {
  path: (string | number)[];
  message: string;
}

/** The first thing that did not come out as expected; null when all did. */
export async function mistakeIn(
  site: StrategySite,
  strategy: string,
  then: Expected,
): Promise<Failure | null> {
  const sessions = await site.sessions(strategy);
  if (sessions.length === 0) return { path: ['when'], message: `no session of ${strategy} began` };
  const journal = sessions.flatMap((session) => session.journal);
  const entered = enteredIn(journal);
  const done = journal.flatMap(({ actions }) => actions.map(({ kind }) => kind));
  const never = then.never?.find((state) => entered.includes(state));
  if (never !== undefined) return { path: ['then', 'never'], message: `${never} was entered` };
  return (
    outOfOrder('states', then.states ?? [], entered) ??
    outOfOrder('actions', then.actions ?? [], done) ??
    (await otherRecord(site, then))
  );
}

function outOfOrder(what: 'states' | 'actions', expected: string[], found: string[]): Failure | null {
  let from = 0;
  for (const [index, one] of expected.entries()) {
    const at = found.indexOf(one, from);
    if (at < 0) {
      const after = index === 0 ? '' : ` after ${expected[index - 1] ?? ''}`;
      return {
        path: ['then', what, index],
        message: `no ${one}${after}; there were ${found.join(', ') || 'none'}`,
      };
    }
    from = at + 1;
  }
  return null;
}

async function otherRecord(site: StrategySite, then: Expected): Promise<Failure | null> {
  const record = await site.callback();
  const pairs: Record<string, unknown> = { ...record?.kvps, ...(await site.userData()) };
  for (const [name, value] of Object.entries(then.kvps ?? {}))
    if (!same(pairs[name], value)) return differs(['then', 'kvps', name], pairs[name], value);
  const found = {
    state: record?.state,
    reason: record?.reason,
    why: record?.why,
    attempts: record?.attempts.map(({ result }) => result),
  };
  for (const name of ['state', 'reason', 'why', 'attempts'] as const) {
    const value = then[name];
    if (value !== undefined && !same(found[name], value)) return differs(['then', name], found[name], value);
  }
  return null;
}

function differs(path: string[], found: unknown, expected: Json): Failure {
  return { path, message: `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found ?? null)}` };
}

function same(found: unknown, expected: Json): boolean {
  return JSON.stringify(found) === JSON.stringify(expected);
}

/** States that a session entered, in order. */
export function enteredIn(journal: readonly JournalEntry[]): string[] {
  return journal.flatMap(({ trace }) =>
    (trace as unknown as TraceItem[]).flatMap((item) =>
      item.kind === 'enter' && item.invoke === undefined ? [item.state] : [],
    ),
  );
}
