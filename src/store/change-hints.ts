import type { ChangeHint } from './store.ts';

/** For a change that may touch anything. */
export const everyHint: readonly ChangeHint[] = [
  'sessions',
  'callbacks',
  'interactions',
  'routing',
  'sets',
  'facts',
  'configuration',
];

/** Results by which operations say that they changed nothing. */
const refusals = new Set<unknown>([
  'exists',
  'stale',
  'duplicate',
  'record-stale',
  'not-pending',
  'slot-full',
  'too-many',
]);

function changed(result: unknown): boolean {
  if (typeof result === 'object' && result !== null && 'refused' in result) return false;
  return !refusals.has(result) && !(Array.isArray(result) && result.length === 0);
}

/** Tells listeners what changed, each hint once for all the changes acknowledged together. */
export class ChangeHints {
  readonly #listeners = new Set<(hint: ChangeHint) => void>();
  readonly #messengers = new Set<(hint: ChangeHint) => void>();
  readonly #waiting = new Set<ChangeHint>();

  listen(listener: (hint: ChangeHint) => void): () => void {
    // A function of its own for each call, so that the same listener may listen twice.
    const entry = (hint: ChangeHint): void => listener(hint);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  /** Has what changed here told to other processes too. */
  forward(messenger: (hint: ChangeHint) => void): void {
    this.#messengers.add(messenger);
  }

  /** Tells listeners what changed in another process. */
  hear(hint: ChangeHint): void {
    for (const listener of this.#listeners) listener(hint);
  }

  /** Passes the result of a change on, and hints at what it touched. */
  async after<Result>(change: Promise<Result>, ...hints: ChangeHint[]): Promise<Result> {
    const result = await change;
    if (this.#listeners.size + this.#messengers.size > 0 && changed(result)) this.#tell(hints);
    return result;
  }

  #tell(hints: ChangeHint[]): void {
    if (this.#waiting.size === 0) queueMicrotask(() => this.#emit());
    for (const hint of hints) this.#waiting.add(hint);
  }

  #emit(): void {
    const hints = [...this.#waiting];
    this.#waiting.clear();
    for (const hint of hints)
      for (const listener of [...this.#listeners, ...this.#messengers]) listener(hint);
  }
}
