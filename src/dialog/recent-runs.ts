import type { DialogRun } from '../store/dialog-runs.ts';

/** As many callers as may be in dialogs at once; the run of another one is read. */
const MOST = 5_000;

/**
 * Runs as this node stored them last. Another node may have gone on with one since, so that whoever builds on one
 * from here has the store compare its revision.
 */
export class RecentRuns {
  readonly #runs = new Map<string, DialogRun>();

  /** The open run of that key if it was stored with that revision, as a page's address has it; else null. */
  at(key: string, revision: string): DialogRun | null {
    const run = this.#runs.get(key);
    return run && String(run.revision) === revision ? run : null;
  }

  stored(run: DialogRun): void {
    // The last one in the map is the one stored last.
    this.#runs.delete(run.key);
    if (run.status === 'ended') return;
    this.#runs.set(run.key, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > MOST && oldest !== undefined) this.#runs.delete(oldest);
  }

  forget(key: string): void {
    this.#runs.delete(key);
  }
}
