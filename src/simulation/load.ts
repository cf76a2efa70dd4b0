import type { Person } from '../switch/person.ts';
import { after, between, type Scene } from './scene.ts';

export interface LoadOptions {
  /** How many callers wait at a time. */
  waiting: number;
  /** How long a caller keeps waiting before hanging up, ms (each a quarter more or less). */
  patienceMs: number;
  routingPoint: string;
  /** Lets a caller ring in. */
  ring(person: Person, call: { from: string; to: string }): unknown;
}

export interface Load {
  /** No more callers; those who wait hang up. */
  stop(): void;
}

/** How long a caller who knows the menu listens before pressing a key, ms. */
const SURE_AFTER_MS = 300;

/** Keeps a queue long: callers who know that they want no callback (2 = keep waiting) and give up in time, replaced by others. */
export function startLoad(scene: Scene, options: LoadOptions): Load {
  let stopped = false;
  let callers = 0;
  const leave = new Set<() => void>();

  const arrive = (): void => {
    if (stopped) return;
    const number = `+1202556${String(callers++ % 10_000).padStart(4, '0')}`;
    options.ring(patientCaller(), { from: number, to: options.routingPoint });
  };
  /** One whose place in the crowd is free again is followed by another. */
  const replace = (): void => void after(scene, between(scene, 500, 1500), arrive);

  const patientCaller = (): Person => ({
    on(line) {
      const keepWaiting = (): void => line.press('2');
      const hangUp = (): void => line.hangUp();
      const patience = after(scene, options.patienceMs * (0.75 + scene.random.next() / 2), hangUp);
      let waits = true;
      leave.add(hangUp);
      return (perception) => {
        if (perception.kind === 'hears' && perception.sound.kind !== 'music')
          after(scene, SURE_AFTER_MS, keepWaiting);
        if (perception.kind !== 'joined' && perception.kind !== 'hung-up') return;
        patience.cancel();
        if (perception.kind === 'hung-up') leave.delete(hangUp);
        if (waits) replace();
        waits = false;
      };
    },
  });

  for (let n = 0; n < options.waiting; n++) after(scene, n * 250, arrive);
  return {
    stop() {
      stopped = true;
      for (const hangUp of [...leave]) hangUp();
    },
  };
}
