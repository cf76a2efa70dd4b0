import { badFetch } from '../page-event.ts';
import { childrenOf, isElement, placeOf, textOf, type XmlElement, type XmlNode } from '../xml/element.ts';
import { pruned, type Automaton, type State } from './automaton.ts';

const MOST_STATES = 20_000;
const DEEPEST_REFERENCE = 30;
const KEYS = /^[0-9*#A-D]+$/;

/**
 * Compiles the DTMF rules of an SRGS grammar element, starting at `rule` or its root. References inside the document
 * are written out where they stand; recursion deeper than a few levels is refused.
 * @throws PageEvent `error.badfetch` with a position, for a grammar that is wrong or too large.
 */
export function compileSrgs(grammar: XmlElement, rule?: string): Automaton {
  return new Compiler(grammar).compile(rule);
}

/** Builds from right to left: each method answers the state in which its part begins, given the one that follows. */
class Compiler {
  readonly #grammar: XmlElement;
  readonly #rules: Map<string, XmlElement>;
  readonly #states: State[] = [];
  #depth = 0;

  constructor(grammar: XmlElement) {
    this.#grammar = grammar;
    this.#rules = new Map(childrenOf(grammar, 'rule').map((rule) => [rule.attributes.get('id') ?? '', rule]));
  }

  compile(wanted?: string): Automaton {
    const name = wanted ?? this.#grammar.attributes.get('root') ?? [...this.#rules.keys()][0];
    if (name === undefined) throw badFetch(`${placeOf(this.#grammar)} has no rule`);
    const start = this.#rule(name, this.#add({ kind: 'accept' }), this.#grammar);
    return pruned({ states: this.#states, start });
  }

  #rule(name: string, next: number, from: XmlElement): number {
    const rule = this.#rules.get(name);
    if (!rule) throw badFetch(`${placeOf(from)} there is no rule "${name}"`);
    if (++this.#depth > DEEPEST_REFERENCE)
      throw badFetch(`${placeOf(from)} rule "${name}" is nested too deep`);
    const left = this.#add({ kind: 'note', step: { kind: 'leave', rule: name }, to: next });
    const body = this.#sequence(rule.children, left);
    this.#depth--;
    return this.#add({ kind: 'note', step: { kind: 'enter', rule: name }, to: body });
  }

  #sequence(nodes: readonly XmlNode[], next: number): number {
    return nodes.reduceRight((follow, node) => this.#node(node, follow), next);
  }

  #node(node: XmlNode, next: number): number {
    if (!isElement(node)) return this.#keys(node, next);
    switch (node.name) {
      case 'item':
        return this.#item(node, next);
      case 'one-of':
        return this.#add({
          kind: 'split',
          to: childrenOf(node, 'item').map((item) => this.#item(item, next)),
        });
      case 'ruleref':
        return this.#reference(node, next);
      case 'tag':
        return this.#add({ kind: 'note', step: { kind: 'tag', text: textOf(node).trim() }, to: next });
      case 'token':
        return this.#keys(textOf(node), next);
      default:
        return next; // example, metadata and foreign elements say nothing about the input
    }
  }

  #keys(text: string, next: number): number {
    const keys = text.replace(/["\s]/g, '');
    if (keys === '') return next;
    if (!KEYS.test(keys)) throw badFetch(`${placeOf(this.#grammar)} "${text.trim()}" are not keys`);
    return Array.from(keys).reduceRight((follow, key) => this.#add({ kind: 'key', key, to: follow }), next);
  }

  #item(item: XmlElement, next: number): number {
    const [least, most] = repeatOf(item);
    let at = next;
    if (most === Infinity) {
      const loop: State = { kind: 'split', to: [] };
      at = this.#add(loop);
      loop.to.push(this.#sequence(item.children, at), next);
    } else
      for (let extra = least; extra < most; extra++)
        at = this.#add({ kind: 'split', to: [this.#sequence(item.children, at), next] });
    for (let copy = 0; copy < least; copy++) at = this.#sequence(item.children, at);
    return at;
  }

  #reference(reference: XmlElement, next: number): number {
    const special = reference.attributes.get('special');
    if (special === 'NULL') return next;
    if (special === 'VOID') return this.#add({ kind: 'split', to: [] });
    const uri = reference.attributes.get('uri');
    if (!uri?.startsWith('#'))
      throw badFetch(`${placeOf(reference)} only rules of the same grammar can be used`);
    return this.#rule(uri.slice(1), next, reference);
  }

  #add(state: State): number {
    if (this.#states.length >= MOST_STATES)
      throw badFetch(`${placeOf(this.#grammar)} is too large a grammar`);
    return this.#states.push(state) - 1;
  }
}

/** `n`, `n-m` or `n-` (SRGS 1.0 §2.5). */
function repeatOf(item: XmlElement): [least: number, most: number] {
  const text = item.attributes.get('repeat');
  if (text === undefined) return [1, 1];
  const match = /^\s*(\d{1,5})(?:(-)(\d{1,5})?)?\s*$/.exec(text);
  const least = Number(match?.[1]);
  const most = match?.[3] ? Number(match[3]) : match?.[2] ? Infinity : least;
  if (!match || most < least) throw badFetch(`${placeOf(item)} cannot be repeated "${text}" times`);
  return [least, most];
}
