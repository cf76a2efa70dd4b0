/** A timer that can be called off. Calling it off twice does nothing. */
export interface Timer {
  cancel(): void;
}

/** The only source of time. Instants are epoch milliseconds UTC. */
export interface Clock {
  now(): number;
  /** Calls `action` once, at `at` (epoch ms) or as soon after it as possible. */
  at(at: number, action: () => void): Timer;
}

const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** The clock of the machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(at, action) {
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const left = at - Date.now();
      if (left > LONGEST_TIMEOUT_MS) handle = setTimeout(arm, LONGEST_TIMEOUT_MS);
      else handle = setTimeout(action, Math.max(0, left));
      handle.unref();
    };
    arm();
    return { cancel: () => clearTimeout(handle) };
  },
};
