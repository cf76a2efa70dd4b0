import { placeOf, type XmlElement } from '../xml/element.ts';
import { checkGrammar } from './check-grammar.ts';
import { compile } from './compile.ts';
import type { CompiledGrammar } from './grammar.ts';
import { grammarDocument, publicRuleIn, ruleIn, type GrammarDocument } from './grammar-document.ts';
import { resolveReferences } from './references.ts';
import { readSrgs } from './srgs.ts';

/** A `<grammar>` element in DTMF mode, where it comes from, and how others are had that it refers to. */
export interface SrgsSource {
  root: XmlElement;
  url: string;
  /** The rule that is asked for from outside; empty: the root. */
  rule: string;
  fetchDocument: (url: string) => Promise<GrammarDocument>;
}

/**
 * Compiles an SRGS grammar. References are written out where they stand.
 * @throws PageEvent `error.badfetch...` with a position, for a grammar that is wrong, too large or cannot be had.
 */
export async function compileSrgs({
  root,
  url,
  rule: id,
  fetchDocument,
}: SrgsSource): Promise<CompiledGrammar> {
  const place = placeOf(root);
  const document = grammarDocument(root, url);
  checkGrammar(document);
  const rule = id === '' ? ruleIn(document, '', place) : publicRuleIn(document, id, place);
  const start = { document, rule };
  const references = await resolveReferences(start, fetchDocument);
  return { automaton: compile(readSrgs(start, references), place), meaningOfKeys: null };
}
