import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compileSrgs } from '../../src/voicexml/grammar/compile-srgs.ts';
import { KeyMatcher, type MatchState } from '../../src/voicexml/grammar/key-matcher.ts';
import { keysOf, literalMeaning } from '../../src/voicexml/grammar/literals.ts';
import { parseXml } from '../../src/voicexml/xml/parse-xml.ts';

const matcherOf = (rules: string, rule?: string): KeyMatcher =>
  new KeyMatcher(compileSrgs(parseXml(`<grammar mode="dtmf" root="r">${rules}</grammar>`), rule));
const grammar = (body: string): KeyMatcher => matcherOf(`<rule id="r">${body}</rule>`);

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
])('%s after "%s" is %s', (body, keys, state) => {
  expect(feed(grammar(body), keys)).toBe(state);
});

test('rules use each other, and one other than the root can be asked for', () => {
  const rules = `<rule id="r"><ruleref uri="#d"/><ruleref uri="#d"/></rule>
    <rule id="d"><one-of><item>1</item><item>2</item></one-of></rule>`;
  expect(feed(matcherOf(rules), '12')).toBe('full-final');
  expect(feed(matcherOf(rules, 'd'), '2')).toBe('full-final');
});

test('of several ways to match the one the grammar names first counts', () => {
  const matcher = grammar('<one-of><item>1<tag>first</tag></item><item>1<tag>second</tag></item></one-of>');
  matcher.feed('1');
  expect(literalMeaning(matcher.match() ?? [])).toBe('first');
});

test('without tags the keys are the meaning', () => {
  const matcher = grammar('<item repeat="1-">5</item>');
  feed(matcher, '555');
  expect(literalMeaning(matcher.match() ?? [])).toBe('555');
});

test.each([
  ['a rule that is not there', '<rule id="r"><ruleref uri="#x"/></rule>', 'there is no rule "x"'],
  ['a rule that uses itself', '<rule id="r">1<ruleref uri="#r"/></rule>', 'nested too deep'],
  [
    'a rule of another file',
    '<rule id="r"><ruleref uri="a.grxml#b"/></rule>',
    'only rules of the same grammar',
  ],
  ['words', '<rule id="r">hello</rule>', '"hello" are not keys'],
  ['a repeat that is none', '<rule id="r"><item repeat="4-2">1</item></rule>', 'cannot be repeated "4-2"'],
  ['a repeat without number', '<rule id="r"><item repeat="-">1</item></rule>', 'cannot be repeated "-"'],
  [
    'repeats that multiply',
    '<rule id="r"><item repeat="9999"><item repeat="9999">1</item></item></rule>',
    'too large a grammar',
  ],
])('%s is refused', (_, rules, message) => {
  expect(() => matcherOf(rules)).toThrow(message);
});

/** A grammar body and the regular expression for the same keys. */
interface Pattern {
  xml: string;
  regex: string;
}
const { pattern } = fc.letrec<{ pattern: Pattern }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('1', '2', '#', '*').map((key) => ({ xml: ` ${key} `, regex: `[${key}]` })),
    fc
      .tuple(tie('pattern'), tie('pattern'))
      .map(([a, b]) => ({ xml: a.xml + b.xml, regex: a.regex + b.regex })),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => ({
      xml: `<one-of><item>${a.xml}</item><item>${b.xml}</item></one-of>`,
      regex: `(?:${a.regex}|${b.regex})`,
    })),
    fc.tuple(tie('pattern'), fc.nat(2), fc.option(fc.nat(2))).map(([a, least, more]) => ({
      xml: `<item repeat="${least}-${more === null ? '' : least + more}">${a.xml}</item>`,
      regex: `(?:${a.regex}){${least},${more === null ? '' : least + more}}`,
    })),
  ),
}));

test('a grammar takes the same keys as the regular expression it stands for', () => {
  const keys = fc.array(fc.constantFrom('1', '2', '#', '*'), { maxLength: 7 });
  fc.assert(
    fc.property(pattern, keys, ({ xml, regex }, list) => {
      const matcher = grammar(xml);
      const entry = list.join('');
      const state = feed(matcher, entry);
      const whole = new RegExp(`^(?:${regex})$`);
      expect(state.startsWith('full')).toBe(whole.test(entry));
      const path = matcher.match();
      expect(path && keysOf(path)).toBe(whole.test(entry) ? entry : null);
    }),
    { numRuns: 300 },
  );
});

test('an entry that has not failed can still be completed, and a final one cannot go on', () => {
  fc.assert(
    fc.property(pattern, fc.array(fc.constantFrom('1', '2', '#', '*'), { maxLength: 5 }), ({ xml }, list) => {
      const matcher = grammar(xml);
      const state = feed(matcher, list.join(''));
      const next = ['1', '2', '#', '*'].filter((key) => matcher.takes(key));
      expect(next.length > 0).toBe(state === 'partial' || state === 'full-extensible');
    }),
  );
});
