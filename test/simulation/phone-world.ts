import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Scene } from '../../src/simulation/scene.ts';
import type { Perception, Person, PhoneLine } from '../../src/switch/person.ts';

/** A line without a switch, for one person alone: writes down what that person does. */
export interface Stage {
  clock: VirtualClock;
  /** `answer`, `press 1`, `speak`, `hang up` ... */
  acts: string[];
  perceive(...perceptions: Perception[]): void;
  /** A prompt that lasts a second, and the quiet after it. */
  hear(text?: string): Promise<void>;
  /** Puts the person on another line. */
  next(role: 'called' | 'caller'): void;
}

export function newScene(): { scene: Scene; clock: VirtualClock } {
  const clock = new VirtualClock();
  return { scene: { clock, random: seededRandom(3) }, clock };
}

export function stage(clock: VirtualClock, person: Person, role: 'called' | 'caller' = 'called'): Stage {
  const acts: string[] = [];
  const line = (as: 'called' | 'caller'): PhoneLine => ({
    id: 'line',
    role: as,
    own: '+14155550123',
    other: '8000',
    answer: () => acts.push('answer'),
    press: (key) => acts.push(`press ${key}`),
    speak: () => acts.push('speak'),
    progress: () => acts.push('progress'),
    tone: (tone) => acts.push(tone),
    reject: (status) => acts.push(`reject ${status}`),
    hangUp: () => acts.push('hang up'),
  });
  let tell = person.on(line(role));
  return {
    clock,
    acts,
    perceive: (...perceptions) => perceptions.forEach((perception) => tell(perception)),
    async hear(text = 'Press 1.') {
      tell({ kind: 'hears', sound: { kind: 'text', text } });
      await clock.advance(1000);
      tell({ kind: 'quiet', cut: false });
      await clock.advance(1000);
    },
    next(as) {
      tell = person.on(line(as));
    },
  };
}
