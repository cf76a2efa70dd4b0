import { RingbackError } from '../core/errors.ts';
import type { Perception, Person, PhoneLine } from '../switch/person.ts';
import { whenPromptEnds } from './listening.ts';
import { answering } from './people.ts';
import { after, type Scene } from './scene.ts';

/**
 * What to do at one listen: digits to press in a row (`1`, `14155550123#`), or
 * `nothing`, `hangup`, or `hangup-during`: to hang up in the middle of the prompt that comes next.
 */
export type KeyToken = string;

const TOKEN = /^([0-9*#A-D]+|nothing|hangup|hangup-during)$/;
const BETWEEN_DIGITS_MS = 150;
const INTO_PROMPT_MS = 400;

export interface TextPhoneOptions {
  /** One token a listen, on the call and then on the returned call. */
  keys: readonly KeyToken[];
  /** Told all that is noticed, for those who look on. */
  onPerception?: (line: PhoneLine, perception: Perception) => void;
  /** Told every key that is pressed. */
  onPress?: (line: PhoneLine, key: string) => void;
}

/** A phone that is used from a keyboard, or by a list of keys. */
export interface TextPhone extends Person {
  /** Does what the token says at once, on the line that is up. */
  press(token: KeyToken): void;
}

/** Reads `1 1 nothing 14155550123#`. Throws BAD_REQUEST that names the first token it does not know. */
export function parseKeys(text: string): KeyToken[] {
  const tokens = text.split(/[\s,]+/).filter((token) => token !== '');
  const wrong = tokens.find((token) => !TOKEN.test(token));
  if (wrong === undefined) return tokens;
  throw new RingbackError('BAD_REQUEST', {
    what: `"${wrong}" is no key: use digits such as 1 or 14155550123#, nothing, hangup or hangup-during`,
  });
}

/**
 * A person who presses the listed keys, one token at each listen, across the call made and the call that comes back.
 * Once they have run out, the returned call is answered and confirmed: hello, and 1 when asked the first time.
 */
export function textPhone(scene: Scene, options: TextPhoneOptions): TextPhone {
  const keys = [...options.keys];
  let present: PhoneLine | null = null;

  const act = (line: PhoneLine, token: KeyToken): void => {
    if (token === 'nothing') return;
    if (token === 'hangup') {
      line.hangUp();
      return;
    }
    Array.from(token).forEach((key, index) =>
      after(scene, index * BETWEEN_DIGITS_MS, () => {
        options.onPress?.(line, key);
        line.press(key);
      }),
    );
  };
  const takeLine = (line: PhoneLine): ((perception: Perception) => void) => {
    present = line;
    let confirmed = false;
    const listening = whenPromptEnds(scene, () => {
      const token = keys.shift();
      if (token !== undefined) {
        act(line, token);
        return;
      }
      if (line.role === 'called' && !confirmed) act(line, '1');
      confirmed = true;
    });
    const hear = (perception: Perception): void => {
      options.onPerception?.(line, perception);
      listening(perception);
      if (perception.kind === 'hears' && perception.sound.kind !== 'music' && keys[0] === 'hangup-during') {
        keys.shift();
        after(scene, INTO_PROMPT_MS, () => line.hangUp());
      }
    };
    return line.role === 'called' ? answering(scene, line, hear) : hear;
  };

  return {
    on: takeLine,
    press(token) {
      if (present) act(present, token);
    },
  };
}
