import { badFetch } from '../page-event.ts';
import { childrenOf, isElement, placeOf, textOf, type XmlElement } from '../xml/element.ts';

/** An SRGS grammar in XML: inline in a page, or a document of its own. */
export interface GrammarDocument {
  /** What relative addresses in it are relative to. */
  base: string;
  root: XmlElement;
  rules: ReadonlyMap<string, XmlElement>;
  /** The tags are the meaning itself, not scripts. */
  literal: boolean;
  /** Scripts for every rule. */
  globals: readonly string[];
}

const LITERALS = 'semantics/1.0-literals';

/** @throws PageEvent `error.badfetch` with a position for an id that is used twice or a root that is not there. */
export function grammarDocument(root: XmlElement, url: string): GrammarDocument {
  const rules = new Map<string, XmlElement>();
  for (const rule of childrenOf(root, 'rule')) {
    const id = rule.attributes.get('id') ?? '';
    if (rules.has(id)) throw badFetch(`${placeOf(rule)} id "${id}" is used twice`);
    rules.set(id, rule);
  }
  const base = root.attributes.get('xml:base');
  const literal = !hasScriptTags(root);
  return {
    base: base !== undefined && URL.canParse(base, url) ? new URL(base, url).href : url,
    root,
    rules,
    literal,
    globals: literal ? [] : childrenOf(root, 'tag').map((tag) => textOf(tag)),
  };
}

/**
 * The rule with the id, or the root. From outside only the root and public rules can be used (SRGS 1.0 §3.2); a grammar
 * that names no root begins with its first rule.
 * @throws PageEvent `error.badfetch`, beginning with `place`
 */
export function ruleIn(document: GrammarDocument, id: string, place: string): XmlElement {
  const { root, rules } = document;
  const named = root.attributes.get('root');
  const rule = id === '' && named === undefined ? [...rules.values()][0] : rules.get(id || (named ?? ''));
  if (rule) return rule;
  throw badFetch(
    id === '' && named === undefined ? `${place} has no rule` : `${place} there is no rule "${id || named}"`,
  );
}

/** The same for a reference from another document. @throws PageEvent `error.badfetch` */
export function publicRuleIn(document: GrammarDocument, id: string, place: string): XmlElement {
  const rule = ruleIn(document, id, place);
  if (id !== '' && id !== document.root.attributes.get('root') && rule.attributes.get('scope') !== 'public')
    throw badFetch(`${place} rule "${id}" is private`);
  return rule;
}

/** Without a declared format tags are literals, unless one plainly sets `out`, as many pages have it. */
function hasScriptTags(grammar: XmlElement): boolean {
  const format = grammar.attributes.get('tag-format');
  if (format !== undefined) return format.startsWith('semantics/1.0') && format !== LITERALS;
  return tagsIn(grammar).some((tag) => /^\s*out\s*[.=[]/.test(tag));
}

/** The texts of all tags inside an element. */
export function tagsIn(element: XmlElement): string[] {
  return element.children
    .filter(isElement)
    .flatMap((child) => (child.name === 'tag' ? [textOf(child)] : tagsIn(child)));
}
