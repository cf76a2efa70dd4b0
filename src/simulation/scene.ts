import type { Clock, Timer } from '../core/clock.ts';
import type { Random } from '../core/random.ts';

/** What simulated people live by. */
export interface Scene {
  clock: Clock;
  random: Random;
}

/** Calls `action` in `ms` on the scene's clock. */
export function after(scene: Scene, ms: number, action: () => void): Timer {
  return scene.clock.at(scene.clock.now() + ms, action);
}

/** A whole number of milliseconds between two bounds, by chance. */
export function between(scene: Scene, fromMs: number, toMs: number): number {
  return fromMs + Math.floor(scene.random.next() * (toMs - fromMs));
}
