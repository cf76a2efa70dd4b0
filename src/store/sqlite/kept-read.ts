/** What is asked for with every request, and seldom changes. */
export interface KeptRead<Value> {
  read(): Promise<Value>;
  /** Passes on what comes of a change; by then it is to be read again, also when nobody knows what came of it. */
  changedBy<Result>(change: Promise<Result>): Promise<Result>;
  /** It may have changed. */
  forget(): void;
}

/** Read once and kept: nobody but this process changes the file (process-lock.ts). */
export function keptRead<Value>(read: () => Promise<Value>): KeptRead<Value> {
  let known: Promise<Value> | null = null;
  const forget = (): void => {
    known = null;
  };
  return {
    read() {
      if (known) return known;
      const reading = read();
      known = reading;
      reading.catch(() => {
        if (known === reading) forget();
      });
      return reading;
    },
    changedBy: (change) => change.finally(forget),
    forget,
  };
}
