import type { Json } from '../../core/json.ts';
import type { XmlElement } from '../xml/element.ts';
import { keySet, type Automaton, type PathStep } from './automaton.ts';
import { compile } from './compile.ts';
import { readKeyRegex } from './key-regex.ts';

/** A grammar that listens for keys. */
export interface Grammar {
  automaton: Automaton;
  /** The element it works for: a form item, a form, a link, a choice. */
  owner: XmlElement;
  /** What the keys on a path mean. */
  meaning(path: readonly PathStep[]): Json;
}

/** A grammar as it can be kept: it belongs to no one and to no call. */
export interface CompiledGrammar {
  automaton: Automaton;
  /** Where the keys alone tell the meaning: that; otherwise tags on the path do. */
  meaningOfKeys: ((keys: string) => Json) | null;
}

/** The automaton of one fixed sequence of keys, as the `dtmf` attributes give them: `1`, `*`, `1 2`. */
export function keySequence(keys: string): Automaton {
  const sequence = Array.from(keys.replace(/\s/g, ''));
  const states = sequence.map((key, index) => ({ kind: 'keys' as const, keys: keySet(key), to: index + 1 }));
  return { states: [...states, { kind: 'accept' }], start: 0 };
}

/** A grammar of type `application/grammar+regex`. @throws PageEvent `error.badfetch` beginning with `place` */
export function regexGrammar(source: string, place: string): CompiledGrammar {
  return { automaton: compile(readKeyRegex(source, place), place), meaningOfKeys: null };
}
