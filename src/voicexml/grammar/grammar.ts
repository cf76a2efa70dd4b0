import type { Json } from '../../core/json.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Automaton, PathStep } from './automaton.ts';

/** A grammar that listens for keys. */
export interface Grammar {
  automaton: Automaton;
  /** The element it works for: a form item, a form, a link, a choice. */
  owner: XmlElement;
  /** What the keys on a path mean. */
  meaning(path: readonly PathStep[]): Json;
}

/** The automaton of one fixed sequence of keys, as the `dtmf` attributes give them: `1`, `*`, `1 2`. */
export function keySequence(keys: string): Automaton {
  const sequence = Array.from(keys.replace(/\s/g, ''));
  const states = sequence.map((key, index) => ({ kind: 'key' as const, key, to: index + 1 }));
  return { states: [...states, { kind: 'accept' }], start: 0 };
}
