import type { People, Person } from '../switch/person.ts';
import * as people from './people.ts';
import type { Scene } from './scene.ts';

/**
 * Who is at which number when nobody is registered there: by the last digits of the number.
 * Every other number has a person who answers and presses 1.
 *
 * | number ends in | the person |
 * |---|---|
 * | 555 0100 | answers and presses 1 |
 * | 555 0101 | answers and presses nothing |
 * | 555 0102 | is busy (486) |
 * | 555 0103 | does not answer |
 * | 555 0104 | rejects the call (603) |
 * | 555 0105 | does not exist: unallocated number (404) |
 * | 555 0106 | is a voicemail with greeting and beep |
 * | 555 0107 | is a fax machine |
 * | 555 0108 | answers, presses 1, and hangs up while waiting |
 * | 555 0109 | answers and hangs up in the middle of the prompt |
 * | 555 0110 | rings with early media (183), then answers and presses 1 |
 * | 555 0111 | is refused for lack of lines (503) |
 * | 555 0130 | is not there, and nobody says so: no 180, no refusal |
 *
 * Phones of two to five digits are agents'. They answer after a second, except those that end in 9: nobody
 * takes the call there (RONA).
 */
const NUMBERS: Readonly<Record<string, (scene: Scene) => Person>> = {
  '5550100': (scene) => people.pressesKey(scene),
  '5550101': people.pressesNothing,
  '5550102': (scene) => people.refuses(scene, 486),
  '5550103': people.neverAnswers,
  '5550104': (scene) => people.refuses(scene, 603, 2000),
  '5550105': (scene) => people.refuses(scene, 404),
  '5550106': (scene) => people.voicemail(scene),
  '5550107': people.fax,
  '5550108': (scene) => people.hangsUpWhileWaiting(scene),
  '5550109': people.hangsUpInDialog,
  '5550110': (scene) => people.answersAfterEarlyMedia(scene),
  '5550111': (scene) => people.refuses(scene, 503),
  '5550130': people.blackHole,
};

const AGENT_ANSWERS_AFTER_MS = 1000;

export interface Directory extends People {
  /** Puts a person of your own at a phone; returns how to take them away again. */
  register(phone: string, person: Person): () => void;
}

/** All phones of the simulated world. `talkMs`: how long agents talk. */
export function createDirectory(scene: Scene, options: { talkMs: number }): Directory {
  const registered = new Map<string, Person>();
  return {
    at(phone) {
      const key = keyOf(phone);
      const known = registered.get(key);
      if (known) return known;
      if (/^\d{2,5}$/.test(key)) {
        if (key.endsWith('9')) return people.neverAnswers();
        return people.agentPhone(scene, { answerMs: AGENT_ANSWERS_AFTER_MS, talkMs: options.talkMs });
      }
      return (NUMBERS[key.slice(-7)] ?? people.pressesKey)(scene);
    },
    register(phone, person) {
      const key = keyOf(phone);
      registered.set(key, person);
      return () => {
        if (registered.get(key) === person) registered.delete(key);
      };
    },
  };
}

/** The same for `user/1001` and `1001`, and for a number with and without its country code. */
function keyOf(phone: string): string {
  const digits = (phone.split('/').at(-1) ?? phone).replace(/@.*$/, '').replace(/\D/g, '');
  return digits.length > 10 ? digits.slice(-10) : digits;
}
