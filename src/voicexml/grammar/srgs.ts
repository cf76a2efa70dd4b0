import { badFetch } from '../page-event.ts';
import { childrenOf, isElement, placeOf, textOf, type XmlElement, type XmlNode } from '../xml/element.ts';
import { ALL_KEYS, keySet } from './automaton.ts';
import { builtinRule } from './builtin.ts';
import { choice, empty, note, nothing, oneKey, repeat, sequence, type Expression } from './expression.ts';
import { tagsIn, type GrammarDocument } from './grammar-document.ts';
import { repeatOf } from './repeat-of.ts';
import { builtinOf, usesBuiltin, type References, type RuleUse } from './references.ts';

const DEEPEST = 400;
/** SRGS 1.0 appendix E. */
const WORDS = new Map([
  ['star', '*'],
  ['pound', '#'],
]);

/**
 * The DTMF rules of an SRGS grammar as one expression, beginning at a rule. Weights and probabilities change nothing:
 * a caller's keys are certain.
 * @throws PageEvent `error.badfetch` with a position: words, a rule that uses itself, a wrong repeat.
 */
export function readSrgs(start: RuleUse, references: References): Expression {
  return new Reader(start, references).rule(start, start.rule);
}

class Reader {
  readonly #references: References;
  /** Where there are no tags the keys are the meaning, whatever rules they went through. */
  readonly #hasTags: boolean;
  /** Each rule is read once, however often it is used. */
  readonly #rules = new Map<XmlElement, Expression>();
  readonly #open = new Set<XmlElement>();
  #document: GrammarDocument | null = null;
  #depth = 0;

  constructor(start: RuleUse, references: References) {
    this.#references = references;
    const rules = [start, ...references.values()].map(({ rule }) => rule);
    this.#hasTags = rules.some((rule) => tagsIn(rule).length > 0 || usesBuiltin(rule));
  }

  /** `from`: the element that uses it. */
  rule({ document, rule }: RuleUse, from: XmlElement): Expression {
    const known = this.#rules.get(rule);
    if (known) return known;
    const id = rule.attributes.get('id') ?? '';
    // Keys need no recursion, and an automaton has none (SRGS 1.0 §5.3 lets a processor refuse it).
    if (this.#open.has(rule)) throw badFetch(`${placeOf(from)} rule "${id}" uses itself`);
    this.#open.add(rule);
    const user = this.#document;
    this.#document = document;
    const body = this.#sequence(rule);
    this.#document = user;
    this.#open.delete(rule);
    const read = this.#hasTags ? noted(id, document, body) : body;
    this.#rules.set(rule, read);
    return read;
  }

  #sequence(element: XmlElement): Expression {
    if (++this.#depth > DEEPEST) throw badFetch(`${placeOf(element)} is nested too deep`);
    const read = sequence(element.children.map((node) => this.#node(node, element)));
    this.#depth--;
    return read;
  }

  #node(node: XmlNode, parent: XmlElement): Expression {
    if (!isElement(node)) return keysIn(node, parent);
    switch (node.name) {
      case 'item':
        return this.#item(node);
      case 'one-of':
        return choice(childrenOf(node, 'item').map((item) => this.#item(item)));
      case 'ruleref':
        return this.#reference(node);
      case 'tag':
        return this.#tag(node);
      case 'token':
        return keysIn(textOf(node), node);
      default:
        return empty; // example, metadata and foreign elements say nothing about the input
    }
  }

  #item(item: XmlElement): Expression {
    const [least, most] = repeatOf(item);
    return repeat(this.#sequence(item), least, most);
  }

  #tag(tag: XmlElement): Expression {
    return note({ kind: 'tag', text: textOf(tag).trim(), literal: this.#document?.literal ?? true });
  }

  #reference(reference: XmlElement): Expression {
    switch (reference.attributes.get('special')) {
      case undefined: {
        const builtin = builtinOf(reference);
        if (builtin !== null) return builtinRule(builtin);
        const use = this.#references.get(reference);
        return use ? this.rule(use, reference) : nothing;
      }
      case 'NULL':
        return empty;
      case 'VOID':
        return nothing;
      case 'GARBAGE':
        return repeat(oneKey(keySet(ALL_KEYS)), 0, Infinity);
      default:
        throw badFetch(`${placeOf(reference)} special is NULL, VOID or GARBAGE`);
    }
  }
}

/** The body of a rule with notes of where it begins and ends, which tags need to know. */
function noted(rule: string, { globals }: GrammarDocument, body: Expression): Expression {
  const scripts = globals.map((text) => note({ kind: 'global', text }));
  return sequence([note({ kind: 'enter', rule }), ...scripts, body, note({ kind: 'leave', rule })]);
}

/** Keys one after the other, with or without blanks and quotes between them. */
function keysIn(text: string, element: XmlElement): Expression {
  const tokens = text.replace(/"/g, ' ').split(/\s+/).filter(Boolean);
  const keys = tokens.map((token) => WORDS.get(token) ?? token).join('');
  if (!/^[0-9*#A-D]*$/.test(keys)) throw badFetch(`${placeOf(element)} "${text.trim()}" are not keys`);
  return sequence(Array.from(keys, (key) => oneKey(keySet(key))));
}
