import type { Perception, Person, PhoneLine } from '../switch/person.ts';
import { whenPromptEnds } from './listening.ts';
import { after, between, type Scene } from './scene.ts';

const HELLO_MS = 800;

/** Picks up after a ring or two and says hello; what happens then is told to `then`. */
export function answering(
  scene: Scene,
  line: PhoneLine,
  then: (perception: Perception) => void = () => undefined,
): (perception: Perception) => void {
  return (perception) => {
    if (perception.kind === 'ringing') after(scene, between(scene, 900, 1400), () => line.answer());
    else if (perception.kind === 'connected') after(scene, 200, () => line.speak(HELLO_MS));
    then(perception);
  };
}

/** Answers, says hello, and presses `key` once, when asked the first time. */
export function pressesKey(scene: Scene, key = '1'): Person {
  return {
    on(line) {
      let pressed = false;
      const listening = whenPromptEnds(scene, () => {
        if (!pressed) line.press(key);
        pressed = true;
      });
      return answering(scene, line, listening);
    },
  };
}

/** The same, after the network has been heard for `earlyMs` (early media). */
export function answersAfterEarlyMedia(scene: Scene, earlyMs = 3_000): Person {
  const behind = pressesKey(scene);
  return {
    on(line) {
      const perceive = behind.on(line);
      return (perception) => {
        if (perception.kind !== 'ringing') {
          perceive(perception);
          return;
        }
        line.progress();
        after(scene, earlyMs, () => line.answer());
      };
    },
  };
}

/** Answers, says hello, and never presses anything. */
export function pressesNothing(scene: Scene): Person {
  return { on: (line) => answering(scene, line) };
}

/** Refuses with a final SIP status, at once or after having rung for `ringMs`. */
export function refuses(scene: Scene, sipStatus: number, ringMs = 0): Person {
  return {
    on: (line) => (perception) => {
      if (perception.kind !== 'ringing') return;
      if (ringMs === 0) line.reject(sipStatus);
      else after(scene, ringMs, () => line.reject(sipStatus));
    },
  };
}

/** Rings for ever. */
export function neverAnswers(): Person {
  return { on: () => () => undefined };
}

/** Is not there, and the network does not say so: whoever calls waits for nothing. */
export function blackHole(): Person {
  return { ...neverAnswers(), silent: true };
}

/** A voicemail: a greeting of `greetingMs`, a beep, then it records in silence for half a minute. */
export function voicemail(scene: Scene, greetingMs = 6000): Person {
  return {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') after(scene, 2000, () => line.answer());
      if (perception.kind !== 'connected') return;
      after(scene, 200, () => line.speak(greetingMs));
      after(scene, 200 + greetingMs + 300, () => line.tone('beep', 500));
      after(scene, 200 + greetingMs + 30_000, () => line.hangUp());
    },
  };
}

/** A fax machine: answers with its tone, three times. */
export function fax(scene: Scene): Person {
  return {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') after(scene, 1000, () => line.answer());
      if (perception.kind !== 'connected') return;
      for (const times of [0, 1, 2]) after(scene, 200 + times * 4000, () => line.tone('fax', 3000));
      after(scene, 35_000, () => line.hangUp());
    },
  };
}

/** Answers, presses 1, and hangs up `waitMs` later, connected by then or not. */
export function hangsUpWhileWaiting(scene: Scene, waitMs = 2000): Person {
  return {
    on(line) {
      const listening = whenPromptEnds(scene, () => {
        line.press('1');
        after(scene, waitMs, () => line.hangUp());
      });
      return answering(scene, line, listening);
    },
  };
}

/** Answers and hangs up in the middle of the first prompt. */
export function hangsUpInDialog(scene: Scene): Person {
  return {
    on: (line) =>
      answering(scene, line, (perception) => {
        if (perception.kind === 'hears') after(scene, 500, () => line.hangUp());
      }),
  };
}

/** An agent's phone: answers `answerMs` after it rings, talks for `talkMs`, hangs up. */
export function agentPhone(scene: Scene, timing: { answerMs: number; talkMs: number }): Person {
  return {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') after(scene, timing.answerMs, () => line.answer());
      if (perception.kind === 'joined') after(scene, timing.talkMs, () => line.hangUp());
    },
  };
}
