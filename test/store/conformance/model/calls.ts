import type { CallbackRecord } from '../../../../src/callback/record.ts';
import type { RoutingState } from '../../../../src/routing/state.ts';
import type { CallbackPage, CallbackQuery, DueQuery } from '../../../../src/store/callbacks.ts';
import type { Store } from '../../../../src/store/store.ts';
import type { Aggregate, Model } from './model.ts';

/** One operation with its arguments, to be asked of a store and of the model alike. */
export interface Call {
  /** Such as `callbacks.create`. */
  name: string;
  args: unknown[];
  /** The answer, in a form in which equal answers are equal. */
  of(target: Store | Model): Promise<unknown>;
}

/** An operation that is worded when its turn comes, by what is stored then. */
export type Request = (model: Model) => Call;

type Arguments<Method> = Method extends (...args: infer Args) => unknown ? Args : never;

export function call<Name extends Aggregate, Method extends keyof Store[Name] & string>(
  aggregate: Name,
  method: Method,
  ...args: Arguments<Store[Name][Method]>
): Call {
  const name = `${aggregate}.${method}`;
  return {
    name,
    args,
    of: async (target) => {
      const methods = target[aggregate] as Record<string, (...args: unknown[]) => unknown>;
      return inAnyOrder(name, await methods[method]!(...args));
    },
  };
}

/** All pages of a query, one after the other: cursors are a store's own, the pages are not. */
export function pages(query: CallbackQuery): Call {
  return {
    name: 'callbacks.find, page by page',
    args: [query],
    of: (target) => allPages(async (after) => target.callbacks.find({ ...query, ...after })),
  };
}

/** All pages by the time asked for. */
export function duePages(query: DueQuery): Call {
  return {
    name: 'callbacks.byDueTime, page by page',
    args: [query],
    of: (target) => allPages(async (after) => target.callbacks.byDueTime({ ...query, ...after })),
  };
}

async function allPages(
  read: (after: { after?: string }) => Promise<CallbackPage>,
): Promise<CallbackRecord[][]> {
  const found: CallbackRecord[][] = [];
  let cursor: string | null = null;
  do {
    const page: CallbackPage = await read(cursor === null ? {} : { after: cursor });
    found.push(page.records);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

/** Sorts what the port gives in no particular order. */
function inAnyOrder(name: string, answer: unknown): unknown {
  if (name === 'interactions.live' || name === 'callbacks.counts') return sorted(answer as object[]);
  if (name !== 'routing.load') return answer;
  return Object.fromEntries(
    Object.entries(answer as RoutingState).map(([key, rows]) => [
      key,
      Array.isArray(rows) ? sorted(rows as object[]) : rows,
    ]),
  );
}

/** By what tells rows of a kind apart. */
function sorted(rows: object[]): object[] {
  const labelOf = ({ id, queue, service, state }: Record<string, unknown>): string =>
    JSON.stringify([id, queue, service, state]);
  return rows.toSorted((a, b) => (labelOf({ ...a }) < labelOf({ ...b }) ? -1 : 1));
}
