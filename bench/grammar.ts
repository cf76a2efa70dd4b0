// What a key costs with hostile grammars: it may not grow with the number of keys before it. Compares the whole entry
// (matching and the way through the grammar) of ten thousand keys with ones of ten, a hundred and a thousand; only for
// a grammar that is in more and more of its states for its first 500 keys it begins at a thousand. And what a state
// costs in a grammar of a thousand states with one of ten thousand.
import { compile } from '../src/voicexml/grammar/compile.ts';
import { compileSrgs } from '../src/voicexml/grammar/compile-srgs.ts';
import type { Automaton } from '../src/voicexml/grammar/automaton.ts';
import { KeyMatcher } from '../src/voicexml/grammar/key-matcher.ts';
import { readKeyRegex } from '../src/voicexml/grammar/key-regex.ts';
import { parseXml } from '../src/voicexml/xml/parse-xml.ts';

const BAR = 1.2;
const ROUNDS = 5;
const MOST_KEYS = 10_000;

async function srgs(rules: string): Promise<Automaton> {
  const root = parseXml(`<grammar root="r">${rules}</grammar>`);
  const fetchDocument = (): Promise<never> => Promise.reject(new Error('nothing is fetched'));
  return (await compileSrgs({ root, url: 'http://bench.example/', rule: '', fetchDocument })).automaton;
}
const regex = (source: string): Automaton => compile(readKeyRegex(source, source), source);
const chain = (length: number): string =>
  `<rule id="r"><item repeat="0-"><ruleref uri="#r1"/></item></rule>` +
  Array.from({ length }, (_, n) => `<rule id="r${n + 1}"><ruleref uri="#r${n + 2}"/></rule>`).join('') +
  `<rule id="r${length + 1}">1<tag>x</tag></rule>`;

const hostile: [name: string, automaton: Automaton][] = [
  [
    'repeats in repeats',
    await srgs(
      '<rule id="r"><item repeat="0-"><item repeat="0-20"><item repeat="0-20">1</item></item></item></rule>',
    ),
  ],
  ['twenty rules deep', await srgs(chain(20))],
  ['rules that double', await srgs(doubling(6))],
  [
    'many alike alternatives',
    await srgs(
      `<rule id="r"><item repeat="0-"><one-of>${'<item>1<tag>x</tag></item>'.repeat(100)}</one-of></item></rule>`,
    ),
  ],
  ['((1+)+)+', regex('((1+)+)+')],
  ['((1*)*|(11?)*)*', regex('((1*)*|(11?)*)*')],
];

for (const [name, automaton] of hostile) {
  const entries = [10, 100, 1000].map((keys) => ratioOf(name, automaton, keys));
  judge(`${name} (${automaton.states.length} states)`, Math.max(...entries));
}
const spreading = regex('.*1.{500}');
judge(`.*1.{500} (${spreading.states.length} states)`, ratioOf('spreading', spreading, 1000));
judge('a state, in 10,000 beside 1,000', sizeRatio());

function doubling(levels: number): string {
  const twice = (n: number): string => `<ruleref uri="#r${n}"/>`.repeat(2);
  return (
    `<rule id="r"><item repeat="0-"><one-of><item>${twice(1)}</item><item>1</item></one-of></item></rule>` +
    Array.from({ length: levels }, (_, n) => `<rule id="r${n + 1}">${twice(n + 2)}</rule>`).join('') +
    `<rule id="r${levels + 1}">1</rule>`
  );
}

/** What a key costs in an entry of ten thousand, divided by what it costs in entries of `keys`. */
function ratioOf(name: string, automaton: Automaton, keys: number): number {
  const few = (): void => {
    for (let done = 0; done < MOST_KEYS; done += keys) enter(name, automaton, keys);
  };
  return ratio(() => enter(name, automaton, MOST_KEYS), few);
}

function sizeRatio(): number {
  const grammar = (size: number): Automaton => regex(`(1{0,${(size - 4) / 2}})*`);
  const small = grammar(1_000);
  const large = grammar(10_000);
  return ratio(
    () => enter('large', large, 100),
    () => {
      for (let count = 0; count < 10; count++) enter('small', small, 100);
    },
  );
}

function enter(name: string, automaton: Automaton, keys: number): void {
  const matcher = new KeyMatcher(automaton);
  for (let key = 0; key < keys; key++) matcher.feed(key % 7 === 3 && name === 'spreading' ? '2' : '1');
  if (matcher.match()?.length === undefined) throw new Error(`${name} does not take ${keys} keys`);
}

/** The best of five rounds of each, after one to warm up: what disturbs the machine only ever makes a round longer. */
function ratio(ours: () => void, theirs: () => void): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => [seconds(ours), seconds(theirs)] as const).slice(1);
  return Math.min(...rounds.map(([own]) => own)) / Math.min(...rounds.map(([, their]) => their));
}

function seconds(run: () => void): number {
  const begun = performance.now();
  run();
  return (performance.now() - begun) / 1000;
}

function judge(title: string, value: number): void {
  const kept = value <= BAR;
  console.log(`${title.padEnd(44)} ${value.toFixed(2)} times, bar ${BAR}: ${kept ? 'kept' : 'MISSED'}`);
  if (!kept) process.exitCode = 1;
}
