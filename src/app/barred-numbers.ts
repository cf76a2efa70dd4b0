import { barred, unbarred, type BarredChange, type BarredNumber } from '../callback/barred-number.ts';
import { isRingbackError, RingbackError } from '../core/errors.ts';
import { cancelCallback } from './cancel-callback.ts';
import type { App } from './ports.ts';

/** Callbacks of one number that are ended at a time. */
const AT_A_TIME = 100;

/** Who wants it, and why. */
export type Wish = Omit<BarredChange, 'at' | 'what'>;

/**
 * Puts a number (E.164) on the list of those that are never called. Callbacks that wait for it end, and a phone that
 * rings for one stops; a conversation is not cut. One that is on the list stays as it is.
 */
export async function barNumber(
  app: App,
  number: string,
  wish: Wish,
): Promise<{ entry: BarredNumber; added: boolean; ended: number }> {
  const changed = await change(app, number, (before) =>
    barred(before, number, { ...wish, at: app.clock.now() }),
  );
  const ended = await endWaiting(app, number);
  return { entry: changed.entry, added: changed.made, ended };
}

/** Takes a number off the list. @throws NUMBER_UNLISTED */
export async function unbarNumber(app: App, number: string, wish: Wish): Promise<BarredNumber> {
  const { entry, made } = await change(app, number, (before) =>
    unbarred(before, number, { ...wish, at: app.clock.now() }),
  );
  if (!made) throw new RingbackError('NUMBER_UNLISTED');
  return entry;
}

/** A number that is on the list or was, with who did what. @throws NUMBER_UNLISTED */
export async function barredNumber(app: App, number: string): Promise<BarredNumber> {
  const entry = await app.store.doNotCall.get(number);
  if (!entry) throw new RingbackError('NUMBER_UNLISTED');
  return entry;
}

/** One page of the list, by number. `cursor`: hand it over as `after`; null at the end. */
export async function barredNumbers(
  app: App,
  after: string | null,
  limit: number,
): Promise<{ numbers: BarredNumber[]; cursor: string | null }> {
  const numbers = await app.store.doNotCall.list(after, limit);
  return { numbers, cursor: numbers.length < limit ? null : (numbers.at(-1)?.number ?? null) };
}

async function change(
  { store }: App,
  number: string,
  make: (before: BarredNumber | null) => BarredNumber | null,
): Promise<{ entry: BarredNumber; made: boolean }> {
  for (;;) {
    const before = await store.doNotCall.get(number);
    const entry = make(before);
    if (!entry) {
      if (!before) throw new RingbackError('NUMBER_UNLISTED');
      return { entry: before, made: false };
    }
    if ((await store.doNotCall.put(before?.version ?? 0, entry)) === 'put') return { entry, made: true };
  }
}

/** By compare-and-set against the dial gate: what it lets through was begun before. */
async function endWaiting(app: App, customerNumber: string): Promise<number> {
  const why = 'the number was put on the list of numbers that are never called';
  const waiting = { customerNumber, states: ['SCHEDULED' as const, 'QUEUED' as const], limit: AT_A_TIME };
  let ended = 0;
  let after: string | null = null;
  do {
    const page = await app.store.callbacks.find({ ...waiting, ...(after !== null && { after }) });
    for (const { id } of page.records) if (await ends(app, id, why)) ended += 1;
    after = page.cursor;
  } while (after !== null);
  return ended;
}

/** False when the customer is on the line by now, or it has ended. */
async function ends(app: App, id: string, why: string): Promise<boolean> {
  try {
    await cancelCallback(app, id, { why, waitingOnly: true });
    return true;
  } catch (error) {
    const over = ['CALLBACK_FINAL', 'CALLBACK_TALKING', 'CALLBACK_UNKNOWN'] as const;
    if (over.some((code) => isRingbackError(error, code))) return false;
    throw error;
  }
}
