import type { Executor } from './executor.ts';

/** The number of the newest revision, which is asked for with every request. */
export interface RevisionHead {
  read(): Promise<number>;
  /** It may have changed. */
  forget(): void;
}

/** Read once and kept: nobody but this process changes the file (process-lock.ts). */
export function revisionHeadOf(executor: Executor): RevisionHead {
  let known: Promise<number> | null = null;
  return {
    read() {
      if (known) return known;
      const reading = executor.read('revisions.head');
      known = reading;
      reading.catch(() => {
        if (known === reading) known = null;
      });
      return reading;
    },
    forget() {
      known = null;
    },
  };
}
