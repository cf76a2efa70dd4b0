import type { Clock, Timer } from '../../../core/clock.ts';
import type { Line } from './line.ts';

/** `found`: it was so for long enough; `ended`: the line ended first. */
export type Noticed = 'found' | 'timeout' | 'ended';

export interface Wanted {
  /** `loud`: the far end makes a noise; `quiet`: it makes none. */
  what: 'loud' | 'quiet';
  /** For how long on end, ms, from the moment of asking. */
  forMs: number;
  timeoutMs: number;
}

/**
 * Listens to the far end until it has been loud, or quiet, for long enough, and then tells `onNoticed` once.
 * Returns how to listen no more.
 */
export function listenFor(
  line: Line,
  clock: Clock,
  wanted: Wanted,
  onNoticed: (noticed: Noticed) => void,
): () => void {
  let holding: Timer | null = null;
  const cancel = (): void => {
    holding?.cancel();
    limit.cancel();
    unwatch();
  };
  const finish = (noticed: Noticed): void => {
    cancel();
    onNoticed(noticed);
  };
  const look = (): void => {
    if ((line.noise !== null) !== (wanted.what === 'loud')) {
      holding?.cancel();
      holding = null;
    } else {
      holding ??= clock.at(clock.now() + wanted.forMs, () => finish('found'));
    }
  };

  const limit = clock.at(clock.now() + wanted.timeoutMs, () => finish('timeout'));
  const unwatch = line.watch((event) => {
    if (event.kind === 'ended') finish('ended');
    else if (event.kind === 'noise') look();
  });
  if (line.end) finish('ended');
  else look();
  return cancel;
}
