import { badFetch } from '../page-event.ts';
import { resolveUri } from '../uri.ts';
import { childrenOf, isElement, placeOf, type XmlElement } from '../xml/element.ts';
import { publicRuleIn, ruleIn, type GrammarDocument } from './grammar-document.ts';

/** A rule and the document it stands in. */
export interface RuleUse {
  document: GrammarDocument;
  rule: XmlElement;
}

/** What each `<ruleref>` stands for. */
export type References = ReadonlyMap<XmlElement, RuleUse>;

const MOST_DOCUMENTS = 20;

/**
 * Finds what the references below a rule lead to, and fetches the documents they lead through (SRGS 1.0 §2.2). Rules
 * that are not used, and what they refer to, are left alone.
 * @throws PageEvent `error.badfetch...` for what cannot be had, or for more than a few documents.
 */
export async function resolveReferences(
  start: RuleUse,
  fetchDocument: (url: string) => Promise<GrammarDocument>,
): Promise<References> {
  const references = new Map<XmlElement, RuleUse>();
  const documents = new Map<string, GrammarDocument>([[start.document.base, start.document]]);
  const documentAt = async (url: string): Promise<GrammarDocument> => {
    const known = documents.get(url);
    if (known) return known;
    if (documents.size >= MOST_DOCUMENTS)
      throw badFetch(`${url}: a grammar of more than ${MOST_DOCUMENTS} documents`);
    const document = await fetchDocument(url);
    documents.set(url, document);
    return document;
  };
  const seen = new Set([start.rule]);
  const pending = [start];
  for (let use = pending.pop(); use; use = pending.pop())
    for (const reference of referencesIn(use.rule)) {
      const found = await follow(reference, use.document, documentAt);
      references.set(reference, found);
      if (seen.has(found.rule)) continue;
      seen.add(found.rule);
      pending.push(found);
    }
  return references;
}

async function follow(
  reference: XmlElement,
  document: GrammarDocument,
  documentAt: (url: string) => Promise<GrammarDocument>,
): Promise<RuleUse> {
  const place = placeOf(reference);
  const uri = (reference.attributes.get('uri') ?? '').trim();
  if (uri === '') throw badFetch(`${place} needs uri or special`);
  if (uri.startsWith('#')) return { document, rule: ruleIn(document, uri.slice(1), place) };
  const { url, fragment } = resolveUri(uri, document.base);
  const other = await documentAt(url);
  return { document: other, rule: publicRuleIn(other, fragment, place) };
}

/** The type of the builtin key grammar that a reference names as `builtin:dtmf/TYPE`; null for any other. */
export function builtinOf({ attributes }: XmlElement): string | null {
  return /^\s*builtin:dtmf\/(.*?)\s*$/s.exec(attributes.get('uri') ?? '')?.[1] ?? null;
}

/** Does a rule refer to a builtin grammar? */
export function usesBuiltin(rule: XmlElement): boolean {
  return childrenOf(rule).some((child) =>
    child.name === 'ruleref' ? builtinOf(child) !== null : usesBuiltin(child),
  );
}

/** The references that are to be followed: special rules and builtin grammars lead nowhere. */
function referencesIn(element: XmlElement): XmlElement[] {
  return element.children.filter(isElement).flatMap((child) => {
    if (child.name !== 'ruleref') return referencesIn(child);
    return child.attributes.has('special') || builtinOf(child) !== null ? [] : [child];
  });
}
