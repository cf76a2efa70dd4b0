import type { JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';

/** As many callers as may be in dialogs at once; the run of another one is read. */
const MOST = 5_000;

/**
 * Runs as this node stored them last. Another node may have gone on with one since, so that whoever builds on one
 * from here has the store compare its revision. One that has ended stays as it is.
 */
export class RecentRuns {
  readonly #runs = new Map<string, DialogRun>();
  /** Keys of those begun here whose first page has not been asked for here. */
  readonly #unasked = new Set<string>();

  /** The open run of that key if it was stored with that revision, as a page's address has it; else null. */
  at(key: string, revision: string): DialogRun | null {
    const run = this.#runs.get(key);
    return run?.status === 'open' && String(run.revision) === revision ? run : null;
  }

  /** The run of that key if it was begun here and its first page is asked for now; else null. */
  begun(key: string): DialogRun | null {
    return this.#unasked.delete(key) ? (this.#runs.get(key) ?? null) : null;
  }

  /** How the run of that key ended, for who asks first; null when this node did not store its end. */
  result(key: string): JsonObject | null {
    const run = this.#runs.get(key);
    if (run?.status !== 'ended') return null;
    this.forget(key);
    return run.result;
  }

  opened(run: DialogRun): void {
    this.stored(run);
    this.#unasked.add(run.key);
  }

  stored(run: DialogRun): void {
    // The last one in the map is the one stored last.
    this.#runs.delete(run.key);
    this.#unasked.delete(run.key);
    this.#runs.set(run.key, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > MOST && oldest !== undefined) this.forget(oldest);
  }

  forget(key: string): void {
    this.#runs.delete(key);
    this.#unasked.delete(key);
  }
}
