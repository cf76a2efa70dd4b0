import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compile } from '../../src/voicexml/grammar/compile.ts';
import { compileSrgs } from '../../src/voicexml/grammar/compile-srgs.ts';
import { KeyMatcher, type MatchState } from '../../src/voicexml/grammar/key-matcher.ts';
import { readKeyRegex } from '../../src/voicexml/grammar/key-regex.ts';
import { keysOf } from '../../src/voicexml/grammar/literals.ts';
import { PageEvent } from '../../src/voicexml/page-event.ts';
import { parseXml } from '../../src/voicexml/xml/parse-xml.ts';

const KEYS = ['1', '2', '#', '*'];

/** Entries that match, as far as they have at most `LONGEST` keys; `cut` when there may be longer ones. */
interface Entries {
  all: ReadonlySet<string>;
  cut: boolean;
}
/** A grammar as SRGS, as a regular expression and as a list of its entries. */
interface Pattern {
  xml: string;
  regex: string;
  entries: Entries;
}
const LONGEST = 5;

function listed(all: string[], cut = false): Entries {
  const short = all.filter((entry) => entry.length <= LONGEST);
  return { all: new Set(short), cut: cut || short.length < all.length };
}
const joined = (a: Entries, b: Entries): Entries =>
  listed(
    [...a.all].flatMap((x) => [...b.all].map((y) => x + y)),
    a.cut || b.cut,
  );
const either = (a: Entries, b: Entries): Entries => listed([...a.all, ...b.all], a.cut || b.cut);

function repeated({ entries }: Pattern, least: number, most: number): Entries {
  let all = listed([]);
  let now = listed(['']);
  // Beyond so many repeats every entry is too long; with fewer than `least` it does not count.
  for (let count = 0; count <= Math.min(most, least + LONGEST); count++) {
    if (count >= least) all = either(all, now);
    now = joined(now, entries);
  }
  return most === Infinity ? either(all, { ...now, all: new Set() }) : all;
}

const { pattern } = fc.letrec<{ pattern: Pattern }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...KEYS).map((key) => ({ xml: ` ${key} `, regex: `[${key}]`, entries: listed([key]) })),
    fc.constant({ xml: '<ruleref special="VOID"/>', regex: '[]', entries: listed([]) }),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => ({
      xml: a.xml + b.xml,
      regex: a.regex + b.regex,
      entries: joined(a.entries, b.entries),
    })),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => ({
      xml: `<one-of><item>${a.xml}</item><item>${b.xml}</item></one-of>`,
      regex: `(?:${a.regex}|${b.regex})`,
      entries: either(a.entries, b.entries),
    })),
    fc.tuple(tie('pattern'), fc.nat(2), fc.option(fc.nat(2))).map(([a, least, more]) => ({
      xml: `<item repeat="${least}-${more === null ? '' : least + more}">${a.xml}</item>`,
      regex: `(?:${a.regex}){${least},${more === null ? '' : least + more}}`,
      entries: repeated(a, least, more === null ? Infinity : least + more),
    })),
  ),
}));
const entry = fc.array(fc.constantFrom(...KEYS), { maxLength: 7 }).map((keys) => keys.join(''));

async function srgs(body: string): Promise<KeyMatcher> {
  const root = parseXml(`<grammar root="r"><rule id="r">${body}</rule></grammar>`);
  const fetchDocument = (): Promise<never> => Promise.reject(new PageEvent('error.badfetch'));
  const { automaton } = await compileSrgs({ root, url: 'http://a.example/', rule: '', fetchDocument });
  return new KeyMatcher(automaton);
}
const regexMatcher = (regex: string): KeyMatcher =>
  new KeyMatcher(compile(readKeyRegex(regex, 'regex'), 'regex'));

function feed(matcher: KeyMatcher, keys: string): MatchState {
  for (const key of keys) matcher.feed(key);
  return matcher.state;
}

/** The answer from the list of all entries; null when longer ones, which are not in it, could change it. */
function naive({ entries: { all, cut } }: Pattern, keys: string): MatchState | null {
  const full = all.has(keys);
  const extensible = [...all].some((one) => one.length > keys.length && one.startsWith(keys));
  if (extensible) return full ? 'full-extensible' : 'partial';
  return cut ? null : full ? 'full-final' : 'failed';
}

test('the four answers are those of a list of all entries', async () => {
  const decided = new Set<MatchState>();
  await fc.assert(
    fc.asyncProperty(pattern, entry, async (one, keys) => {
      const expected = naive(one, keys);
      if (expected === null) return;
      decided.add(expected);
      expect(feed(await srgs(one.xml), keys)).toBe(expected);
      expect(feed(regexMatcher(one.regex), keys)).toBe(expected);
    }),
    { numRuns: 500 },
  );
  expect(decided.size).toBe(4);
});

test('a grammar takes the same entries as the regular expression of JavaScript', async () => {
  await fc.assert(
    fc.asyncProperty(pattern, entry, async ({ xml, regex }, keys) => {
      const whole = new RegExp(`^(?:${regex})$`).test(keys);
      for (const matcher of [await srgs(xml), regexMatcher(regex)]) {
        expect(feed(matcher, keys).startsWith('full')).toBe(whole);
        const path = matcher.match();
        expect(path && keysOf(path)).toBe(whole ? keys : null);
      }
    }),
    { numRuns: 300 },
  );
});

test('an entry that has not failed can go on, and a final one cannot', async () => {
  await fc.assert(
    fc.asyncProperty(pattern, entry, async ({ xml }, keys) => {
      const matcher = await srgs(xml);
      const state = feed(matcher, keys);
      const goesOn = KEYS.some((key) => matcher.takes(key));
      expect(goesOn).toBe(state === 'partial' || state === 'full-extensible');
    }),
  );
});

test('whatever a regular expression is, it is read or refused with its place', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc
      .array(fc.constantFrom(...Array.from('0129*#AD()[]{}|^$.?+\\-,d')), { maxLength: 16 })
      .map((chars) => chars.join('')),
  );
  fc.assert(
    fc.property(text, entry, (source, keys) => {
      let matcher: KeyMatcher;
      try {
        matcher = regexMatcher(source);
      } catch (error) {
        expect(error).toBeInstanceOf(PageEvent);
        expect(String(error)).toMatch(/regex (character \d+: |is too large|is nested)/);
        return;
      }
      const whole = new RegExp(`^(?:${source.trim()})$`).test(keys);
      expect(feed(matcher, keys).startsWith('full')).toBe(whole);
    }),
    { numRuns: 1000 },
  );
});

test('whatever a grammar is, it is compiled or refused', async () => {
  const piece = fc.constantFrom(
    '<item>',
    '</item>',
    '<item repeat="0-1000">',
    '<item repeat="3-">',
    '<item repeat="x">',
    '<one-of>',
    '</one-of>',
    '<ruleref uri="#r"/>',
    '<ruleref uri="b.grxml"/>',
    '<ruleref uri=":"/>',
    '<ruleref special="VOID"/>',
    '<tag>x</tag>',
    '<token>',
    '</token>',
    ' 1 ',
    'star',
    '\u{1F4DE}',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 14 }), entry, async (pieces, keys) => {
      try {
        feed(await srgs(pieces.join('')), keys);
      } catch (error) {
        expect(error).toBeInstanceOf(PageEvent);
      }
    }),
    { numRuns: 500 },
  );
});
