import type { Timer } from '../core/clock.ts';
import type { Perception } from '../switch/person.ts';
import { after, type Scene } from './scene.ts';

/** How long a human waits after a prompt to be sure that it is over, ms. */
const SURE_AFTER_MS = 300;

/**
 * Finds the moments in which a human would press a key: a prompt was heard to its end and nothing followed
 * for a short while. Music is no prompt, and a prompt that was cut off asks for nothing.
 */
export function whenPromptEnds(scene: Scene, listen: () => void): (perception: Perception) => void {
  let prompted = false;
  let waiting: Timer | null = null;
  const forget = (): void => {
    waiting?.cancel();
    waiting = null;
  };
  return (perception) => {
    switch (perception.kind) {
      case 'hears':
        forget();
        prompted = perception.sound.kind !== 'music';
        return;
      case 'quiet':
        if (prompted && !perception.cut) waiting = after(scene, SURE_AFTER_MS, listen);
        prompted = false;
        return;
      case 'joined':
      case 'hung-up':
        forget();
        return;
      case 'ringing':
      case 'connected':
        return;
    }
  };
}
