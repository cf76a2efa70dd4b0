import { expect, test } from 'vitest';

import { compileSrgs } from '../../src/voicexml/grammar/compile-srgs.ts';
import { KeyMatcher, type MatchState } from '../../src/voicexml/grammar/key-matcher.ts';
import { literalMeaning } from '../../src/voicexml/grammar/literals.ts';
import { parseXml } from '../../src/voicexml/xml/parse-xml.ts';

const alone = (url: string): Promise<never> => Promise.reject(new Error(`${url} is not there`));
async function matcherOf(rules: string, rule = ''): Promise<KeyMatcher> {
  const root = parseXml(`<grammar mode="dtmf" root="r">${rules}</grammar>`);
  const source = { root, url: 'http://pages.example/start.vxml', rule, fetchDocument: alone };
  return new KeyMatcher((await compileSrgs(source)).automaton);
}
const grammar = (body: string): Promise<KeyMatcher> => matcherOf(`<rule id="r">${body}</rule>`);

function feed(matcher: KeyMatcher, keys: string): MatchState {
  let state = matcher.state;
  for (const key of keys) state = matcher.feed(key);
  return state;
}

test.each<[string, string, MatchState]>([
  ['1 2', '', 'partial'],
  ['1 2', '1', 'partial'],
  ['1 2', '12', 'full-final'],
  ['1 2', '13', 'failed'],
  ['1 2', '123', 'failed'],
  ['<one-of><item>1</item><item>12</item></one-of>', '1', 'full-extensible'],
  ['<item repeat="2-4">7</item>', '7', 'partial'],
  ['<item repeat="2-4">7</item>', '77', 'full-extensible'],
  ['<item repeat="2-4">7</item>', '7777', 'full-final'],
  ['<item repeat="0-">7</item>', '', 'full-extensible'],
  ['<item repeat="0-">7</item>*', '777*', 'full-final'],
  ['<item repeat="1-">7</item>', '', 'partial'],
  ['<item repeat="3">1 2</item>', '121212', 'full-final'],
  ['<ruleref special="NULL"/>1', '1', 'full-final'],
  ['<one-of><item>1<ruleref special="VOID"/></item><item>2</item></one-of>', '1', 'failed'],
  ['1<ruleref special="VOID"/>', '', 'failed'],
  ['<one-of><item>1</item><item>12<ruleref special="VOID"/></item></one-of>', '1', 'full-final'],
  ['<token>#</token> "A B"', '#AB', 'full-final'],
  ['<token>star</token> pound', '*#', 'full-final'],
  ['1<ruleref special="GARBAGE"/>9', '1*#9', 'full-extensible'],
  ['<item weight="3" repeat="1-2" repeat-prob="0.5">1</item>', '1', 'full-extensible'],
])('%s after "%s" is %s', async (body, keys, state) => {
  expect(feed(await grammar(body), keys)).toBe(state);
});

test('rules use each other, and one other than the root can be asked for', async () => {
  const rules = `<rule id="r"><ruleref uri="#d"/><ruleref uri="#d"/></rule>
    <rule id="d" scope="public"><one-of><item>1</item><item>2</item></one-of></rule>`;
  expect(feed(await matcherOf(rules), '12')).toBe('full-final');
  expect(feed(await matcherOf(rules, 'd'), '2')).toBe('full-final');
});

test('of several ways to match the one the grammar names first counts', async () => {
  const matcher = await grammar(
    '<one-of><item>1<tag>first</tag></item><item>1<tag>second</tag></item></one-of>',
  );
  matcher.feed('1');
  expect(literalMeaning(matcher.match() ?? [])).toBe('first');
});

test('without tags the keys are the meaning', async () => {
  const matcher = await grammar('<item repeat="1-">5</item>');
  feed(matcher, '555');
  expect(literalMeaning(matcher.match() ?? [])).toBe('555');
});

test.each([
  ['a rule that is not there', '<rule id="r"><ruleref uri="#x"/></rule>', 'there is no rule "x"'],
  ['a rule that uses itself', '<rule id="r">1<ruleref uri="#r"/></rule>', 'rule "r" uses itself'],
  ['a file that is not there', '<rule id="r"><ruleref uri="a.grxml#b"/></rule>', 'a.grxml is not there'],
  ['a rule that is defined twice', '<rule id="r">1</rule><rule id="r">2</rule>', 'is used twice'],
  ['a reference to nothing', '<rule id="r"><ruleref/></rule>', 'needs uri or special'],
  ['a special rule nobody knows', '<rule id="r"><ruleref special="ALL"/></rule>', 'special is NULL'],
  ['words', '<rule id="r">hello</rule>', '"hello" are not keys'],
  ['a repeat that is none', '<rule id="r"><item repeat="4-2">1</item></rule>', 'cannot be repeated "4-2"'],
  ['a repeat without number', '<rule id="r"><item repeat="-">1</item></rule>', 'cannot be repeated "-"'],
  [
    'repeats that multiply',
    '<rule id="r"><item repeat="9999"><item repeat="9999">1</item></item></rule>',
    'too large a grammar',
  ],
])('%s is refused', async (_, rules, message) => {
  await expect(matcherOf(rules)).rejects.toThrow(message);
});

test('a rule whose name is not public cannot be asked for from outside', async () => {
  await expect(matcherOf('<rule id="r">1</rule><rule id="d">2</rule>', 'd')).rejects.toThrow('is private');
});

const deep = 90;
const nest = (open: string, body: string, close: string): string =>
  open.repeat(deep) + body + close.repeat(deep);
const doubling = (last: string): string =>
  Array.from(
    { length: 60 },
    (_, n) =>
      `<rule id="${n === 0 ? 'r' : `r${n}`}"><ruleref uri="#r${n + 1}"/><ruleref uri="#r${n + 1}"/></rule>`,
  ).join('') + `<rule id="r60">${last}</rule>`;

test.each([
  ['repeats within repeats', `<rule id="r">${nest('<item repeat="0-1000">', '1', '</item>')}</rule>`],
  ['rules that double sixty times', doubling('1')],
  ['tags that double sixty times', doubling('<tag>x</tag>')],
])('%s are refused at once', async (_, rules) => {
  await expect(matcherOf(rules)).rejects.toThrow('too large a grammar');
});

test('repeats of nothing are nothing, however many there are', async () => {
  const matcher = await grammar(nest('<item repeat="99999">', '', '</item>') + '1');
  expect(feed(matcher, '1')).toBe('full-final');
});

test('a chain of very many rules is refused', async () => {
  const chain = Array.from({ length: 5000 }, (_, n) => `<rule id="r${n}"><ruleref uri="#r${n + 1}"/></rule>`);
  const rules = `<rule id="r"><ruleref uri="#r0"/></rule>${chain.join('')}<rule id="r5000">1</rule>`;
  await expect(matcherOf(rules)).rejects.toThrow('nested too deep');
});
