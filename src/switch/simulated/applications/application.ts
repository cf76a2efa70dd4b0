import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import type { Running } from '../execution.ts';

/** What an application gets: `finish` is called once with its Application-Response. */
export interface Performance {
  core: Core;
  call: Call;
  data: string;
  finish: (response?: string) => void;
}

/** Begins an application on a call. */
export type Application = (performance: Performance) => Running;

const nothing = (): void => undefined;

/** Fills in what an application does not care about: digits are read and lost, and it ends when it is stopped. */
export function running(performance: Performance, parts: Partial<Running> = {}): Running {
  return {
    breakable: false,
    stop: () => performance.finish(),
    pause: nothing,
    resume: nothing,
    readKeys() {
      while (performance.call.keys.read() !== null);
    },
    ...parts,
  };
}

/** An application that is over as soon as it has begun. */
export function instant(act: (performance: Performance) => void): Application {
  return (performance) => {
    act(performance);
    performance.finish();
    return running(performance);
  };
}
