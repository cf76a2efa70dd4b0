import type { Json } from '../../core/json.ts';
import { badFetch } from '../page-event.ts';
import { parseXml } from '../xml/parse-xml.ts';
import type { Automaton } from './automaton.ts';
import { compileSrgs } from './compile-srgs.ts';

interface Builtin {
  /** The body of the SRGS rule. */
  rule(parameters: ReadonlyMap<string, string>): string;
  meaning(keys: string, parameters: ReadonlyMap<string, string>): Json;
}

const LONGEST = 100;
const DIGIT = '<one-of>' + Array.from('0123456789', (key) => `<item>${key}</item>`).join('') + '</one-of>';
const decimal = `<item repeat="1-30">${DIGIT}</item><item repeat="0-1">* <item repeat="0-30">${DIGIT}</item></item>`;
const pointed = (keys: string): string => keys.replace('*', '.');

/** The grammars every browser has (VoiceXML 2.1 appendix P), as far as keys go. */
const builtins: Readonly<Record<string, Builtin>> = {
  boolean: {
    rule: (of) => `<one-of><item>${keyIn(of, 'y', '1')}</item><item>${keyIn(of, 'n', '2')}</item></one-of>`,
    meaning: (keys, of) => keys === keyIn(of, 'y', '1'),
  },
  // yyyymmdd
  date: { rule: () => `<item repeat="8">${DIGIT}</item>`, meaning: (keys) => keys },
  digits: { rule: (of) => `<item repeat="${lengths(of)}">${DIGIT}</item>`, meaning: (keys) => keys },
  // `*` is the decimal point.
  currency: { rule: () => decimal, meaning: pointed },
  number: { rule: () => decimal, meaning: pointed },
  // `*` is the x before an extension.
  phone: {
    rule: () =>
      `<item repeat="1-30">${DIGIT}</item><item repeat="0-1">* <item repeat="1-10">${DIGIT}</item></item>`,
    meaning: (keys) => keys.replace('*', 'x'),
  },
  // hhmm and h for a time of the 24 hour clock, ? for one that may be before or after noon.
  time: {
    rule: () => `<item repeat="4">${DIGIT}</item>`,
    meaning: (keys) => keys + (/^(0[1-9]|1[0-2])/.test(keys) ? '?' : 'h'),
  },
};

/**
 * The grammar of a builtin type such as `digits?minlength=7;maxlength=15`, and what its keys mean.
 * @throws PageEvent `error.badfetch` for a type or parameter that does not exist.
 */
export function builtinGrammar(type: string): { automaton: Automaton; meaning: (keys: string) => Json } {
  const [name = '', query = ''] = type.split('?', 2);
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (!builtin) throw badFetch(`there is no builtin grammar "${name}"`);
  const parameters = new Map(query.split(';').map((pair) => pair.trim().split('=', 2) as [string, string]));
  const source = `<grammar root="r"><rule id="r">${builtin.rule(parameters)}</rule></grammar>`;
  return { automaton: compileSrgs(parseXml(source)), meaning: (keys) => builtin.meaning(keys, parameters) };
}

function keyIn(parameters: ReadonlyMap<string, string>, name: string, otherwise: string): string {
  const key = parameters.get(name) ?? otherwise;
  if (!/^[0-9*#A-D]$/.test(key)) throw badFetch(`builtin parameter ${name}="${key}" is not a key`);
  return key;
}

function lengths(parameters: ReadonlyMap<string, string>): string {
  const count = (name: string): number | undefined => {
    const text = parameters.get(name);
    if (text !== undefined && !/^\d{1,4}$/.test(text)) throw badFetch(`builtin parameter ${name}="${text}"`);
    return text === undefined ? undefined : Number(text);
  };
  const exact = count('length');
  if (exact !== undefined) return String(exact);
  const least = count('minlength') ?? 1;
  const most = count('maxlength') ?? Math.max(least, LONGEST);
  if (most < least) throw badFetch(`builtin parameters minlength=${least} and maxlength=${most} contradict`);
  return `${least}-${most}`;
}
