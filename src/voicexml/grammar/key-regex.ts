import { badFetch } from '../page-event.ts';
import { ALL_KEYS, keySet } from './automaton.ts';
import { choice, empty, oneKey, repeat, sequence, type Expression } from './expression.ts';

const DEEPEST = 100;

/**
 * Reads a regular expression over keys (`application/grammar+regex`): keys, `\*`, `.`, `\d`, `[0-9]`, `[^0]`, groups,
 * `|`, `* + ?`, `{n}`, `{n,}`, `{n,m}`. It always matches whole entries, so `^` in front and `$` behind may be there or
 * not.
 * @throws PageEvent `error.badfetch` whose message begins with `place` and says the character, from 1.
 */
export function readKeyRegex(source: string, place: string): Expression {
  const reader = new Reader(source, place);
  return reader.whole();
}

class Reader {
  readonly #source: string;
  readonly #place: string;
  #at: number;
  readonly #end: number;
  #depth = 0;

  constructor(source: string, place: string) {
    this.#source = source;
    this.#place = place;
    this.#at = source.length - source.trimStart().length;
    this.#end = source.trimEnd().length;
  }

  whole(): Expression {
    this.#takes('^');
    const read = this.#choice();
    this.#takes('$');
    if (this.#at < this.#end) throw this.#mistake(`"${this.#next}" may not stand here`);
    return read;
  }

  get #next(): string {
    return this.#at < this.#end ? this.#source.charAt(this.#at) : '';
  }

  #choice(): Expression {
    if (++this.#depth > DEEPEST) throw this.#mistake('groups are nested too deep');
    const of = [this.#sequence()];
    while (this.#takes('|')) of.push(this.#sequence());
    this.#depth--;
    return of.length === 1 ? (of[0] ?? empty) : choice(of);
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    while (!['', '|', ')', '$'].includes(this.#next)) parts.push(this.#repeated());
    return sequence(parts);
  }

  #repeated(): Expression {
    const body = this.#one();
    if (this.#takes('*')) return repeat(body, 0, Infinity);
    if (this.#takes('+')) return repeat(body, 1, Infinity);
    if (this.#takes('?')) return repeat(body, 0, 1);
    if (this.#next !== '{') return body;
    const match = /^\{(\d{1,5})(,(\d{1,5})?)?\}/.exec(this.#source.slice(this.#at, this.#at + 16));
    const least = Number(match?.[1]);
    const most = match?.[3] ? Number(match[3]) : match?.[2] ? Infinity : least;
    if (!match || most < least) throw this.#mistake('a count is {n}, {n,} or {n,m}');
    this.#at += match[0].length;
    return repeat(body, least, most);
  }

  #one(): Expression {
    if (this.#takes('(')) return this.#group();
    if (this.#takes('[')) return oneKey(this.#class());
    if (this.#takes('.')) return oneKey(keySet(ALL_KEYS));
    if (this.#takes('\\')) return oneKey(this.#escaped());
    const key = this.#next;
    if (key === '*' || !ALL_KEYS.includes(key)) throw this.#mistake(`"${key}" may not stand here`);
    this.#at++;
    return oneKey(keySet(key));
  }

  #group(): Expression {
    if (this.#takes('?') && !this.#takes(':')) throw this.#mistake('only plain groups are known');
    const inside = this.#choice();
    if (!this.#takes(')')) throw this.#mistake('a ")" is missing');
    return inside;
  }

  #escaped(): number {
    const char = this.#next;
    if (char !== 'd' && !'*#.+?()[]{}|^$\\-'.includes(char)) throw this.#mistake(`"\\${char}" is not known`);
    if (char === '') throw this.#mistake('a character is missing after "\\"');
    this.#at++;
    return keySet(char === 'd' ? '0123456789' : char);
  }

  #class(): number {
    const negated = this.#takes('^');
    let set = 0;
    while (!this.#takes(']')) {
      if (this.#next === '') throw this.#mistake('a "]" is missing');
      set |= this.#range();
    }
    return negated ? keySet(ALL_KEYS) & ~set : set;
  }

  #range(): number {
    const first = this.#next;
    if (this.#takes('\\')) return this.#escaped();
    this.#at++;
    if (this.#next !== '-' || [']', ''].includes(this.#source.charAt(this.#at + 1))) return keySet(first);
    const last = this.#source.charAt(this.#at + 1);
    if (last === '\\' || last < first) throw this.#mistake(`"${first}-${last}" is not a range`);
    this.#at += 2;
    return keySet(Array.from(ALL_KEYS, (key) => (key >= first && key <= last ? key : '')).join(''));
  }

  #takes(char: string): boolean {
    if (this.#next !== char) return false;
    this.#at++;
    return true;
  }

  #mistake(what: string): Error {
    return badFetch(`${this.#place} character ${this.#at + 1}: ${what}`);
  }
}
