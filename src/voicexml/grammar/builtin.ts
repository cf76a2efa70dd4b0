import type { Json } from '../../core/json.ts';
import { badFetch, unsupported } from '../page-event.ts';
import type { PathStep } from './automaton.ts';
import { compile } from './compile.ts';
import { note, sequence, type Expression } from './expression.ts';
import type { CompiledGrammar } from './grammar.ts';
import { readKeyRegex } from './key-regex.ts';

interface Builtin {
  /** The keys it takes, as a regular expression. */
  keys(parameters: ReadonlyMap<string, string>): string;
  meaning(keys: string, parameters: ReadonlyMap<string, string>): Json;
}

const DECIMAL = String.raw`\d+(\*\d*)?`;
const pointed = (keys: string): string => keys.replace('*', '.');

/** The grammars every browser has (VoiceXML 2.1 appendix P), as far as keys go. */
const builtins: Readonly<Record<string, Builtin>> = {
  boolean: { keys: yesOrNo, meaning: (keys, of) => keys === keyIn(of, 'y', '1') },
  // yyyymmdd
  date: { keys: () => String.raw`\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])`, meaning: (keys) => keys },
  digits: { keys: (of) => String.raw`\d{${lengths(of)}}`, meaning: (keys) => keys },
  // `*` is the decimal point.
  currency: { keys: () => DECIMAL, meaning: pointed },
  number: { keys: () => DECIMAL, meaning: pointed },
  // `*` is the x before an extension.
  phone: { keys: () => String.raw`\d+(\*\d+)?`, meaning: (keys) => keys.replace('*', 'x') },
  // hhmm and h for a time of the 24 hour clock, ? for one that may be before or after noon.
  time: {
    keys: () => String.raw`([01]\d|2[0-3])[0-5]\d`,
    meaning: (keys) => keys + (/^(0[1-9]|1[0-2])/.test(keys) ? '?' : 'h'),
  },
};

/**
 * The grammar of a builtin type such as `digits?minlength=7;maxlength=15`, and what its keys mean.
 * @throws PageEvent `error.unsupported.builtin` for a type that does not exist (VoiceXML 2.1 §5.2.6), `error.badfetch`
 *   for parameters that are wrong or contradict each other.
 */
export function builtinGrammar(type: string): CompiledGrammar {
  const { expression, meaning, place } = readBuiltin(type);
  return { automaton: compile(expression, place), meaningOfKeys: meaning };
}

/** The keys of a builtin type as a rule of another grammar. @throws PageEvent as `builtinGrammar` does */
export function builtinRule(type: string): Expression {
  const [rule = ''] = type.split('?', 1);
  const enter = note({ kind: 'enter', rule, builtin: type });
  return sequence([enter, readBuiltin(type).expression, note({ kind: 'leave', rule })]);
}

/** A path with what the keys of each builtin rule on it mean. */
export function withBuiltinValues(path: readonly PathStep[]): readonly PathStep[] {
  let keys = '';
  let builtin: string | undefined;
  return path.flatMap((step) => {
    if (step.kind === 'enter') [builtin, keys] = [step.builtin, ''];
    else if (step.kind === 'key') keys += step.key;
    else if (step.kind === 'leave' && builtin !== undefined) {
      const value = readBuiltin(builtin).meaning(keys);
      builtin = undefined;
      return [{ kind: 'value' as const, value }, step];
    }
    return [step];
  });
}

function readBuiltin(type: string): {
  expression: Expression;
  meaning: (keys: string) => Json;
  place: string;
} {
  const [name = '', query = ''] = type.trim().split('?', 2);
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (!builtin) throw unsupported('builtin', `there is no builtin grammar "${name}"`);
  const parameters = new Map(query.split(';').map((pair) => splitPair(pair)));
  const place = `builtin grammar "${name}"`;
  return {
    expression: readKeyRegex(builtin.keys(parameters), place),
    meaning: (keys) => builtin.meaning(keys, parameters),
    place,
  };
}

function splitPair(pair: string): [name: string, value: string] {
  const [name = '', value = ''] = pair.split('=', 2);
  return [name.trim(), value.trim()];
}

function yesOrNo(parameters: ReadonlyMap<string, string>): string {
  const yes = keyIn(parameters, 'y', '1');
  const no = keyIn(parameters, 'n', '2');
  if (yes === no) throw badFetch(`builtin parameters y=${yes} and n=${no} contradict`);
  return `[${yes}${no}]`;
}

function keyIn(parameters: ReadonlyMap<string, string>, name: string, otherwise: string): string {
  const key = parameters.get(name) ?? otherwise;
  if (!/^[0-9*#A-D]$/.test(key)) throw badFetch(`builtin parameter ${name}="${key}" is not a key`);
  return key;
}

/** How many digits: `{n}`, `{n,}` or `{n,m}` without the brackets. */
function lengths(parameters: ReadonlyMap<string, string>): string {
  const count = (name: string): number | undefined => {
    const text = parameters.get(name);
    if (text !== undefined && !/^\d{1,4}$/.test(text)) throw badFetch(`builtin parameter ${name}="${text}"`);
    return text === undefined ? undefined : Number(text);
  };
  const exact = count('length');
  const least = count('minlength');
  const most = count('maxlength');
  if ((least ?? 0) > (exact ?? most ?? Infinity) || (most ?? Infinity) < (exact ?? least ?? 0))
    throw badFetch('builtin parameters length, minlength and maxlength contradict');
  return exact === undefined ? `${least ?? 1},${most ?? ''}` : String(exact);
}
