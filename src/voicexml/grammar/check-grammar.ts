import { badFetch } from '../page-event.ts';
import { childrenOf, placeOf, type XmlElement } from '../xml/element.ts';
import { ruleIn, type GrammarDocument } from './grammar-document.ts';
import { repeatOf } from './repeat-of.ts';

const EXPANSION = ['item', 'one-of', 'ruleref', 'tag', 'token'];

/** What may stand inside what (SRGS 1.0 §2 to §4). */
const allowed: Readonly<Record<string, readonly string[]>> = {
  grammar: ['example', 'lexicon', 'meta', 'metadata', 'rule', 'tag'],
  rule: ['example', ...EXPANSION],
  item: EXPANSION,
  'one-of': ['item'],
};
const EMPTY = ['ruleref', 'tag', 'token', 'example', 'lexicon', 'meta'];

/**
 * Checks the structure of a whole grammar, also of rules that are not used, for keys or for speech: elements and where
 * they stand, references to rules of its own, repeats. Elements of other namespaces are ignored.
 * @throws PageEvent `error.badfetch` with a position.
 */
export function checkGrammar(document: GrammarDocument): void {
  checkElement(document, document.root);
}

function checkElement(document: GrammarDocument, element: XmlElement): void {
  const inside = allowed[element.name];
  if (element.name === 'metadata' || element.name.startsWith('{')) return;
  if (!inside && !EMPTY.includes(element.name))
    throw badFetch(`${placeOf(element)} is not an element of a grammar`);
  if (element.name === 'ruleref') checkReference(document, element);
  if (element.name === 'item') repeatOf(element);
  for (const child of childrenOf(element)) {
    if (!child.name.startsWith('{') && !inside?.includes(child.name))
      throw badFetch(`${placeOf(child)} may not stand in <${element.name}>`);
    checkElement(document, child);
  }
}

function checkReference(document: GrammarDocument, reference: XmlElement): void {
  const uri = reference.attributes.get('uri');
  if ((uri === undefined) === !reference.attributes.has('special'))
    throw badFetch(`${placeOf(reference)} needs uri or special`);
  if (uri?.startsWith('#')) ruleIn(document, uri.slice(1), placeOf(reference));
}
