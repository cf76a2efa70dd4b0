import { eitherAttribute } from '../content/attribute-pair.ts';
import { pageOf } from '../context.ts';
import { fetchPolicy } from '../fetch/request.ts';
import type { Frame } from '../frame.ts';
import { builtinGrammar, withBuiltinValues } from '../grammar/builtin.ts';
import { checkGrammar } from '../grammar/check-grammar.ts';
import { compileSrgs } from '../grammar/compile-srgs.ts';
import { grammarDocument, type GrammarDocument } from '../grammar/grammar-document.ts';
import { regexGrammar, type CompiledGrammar, type Grammar } from '../grammar/grammar.ts';
import { keysOf, literalMeaning } from '../grammar/literals.ts';
import { badFetch, unsupported } from '../page-event.ts';
import { resolveUri } from '../uri.ts';
import { isElement, placeOf, textOf, type XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse-xml.ts';

const SRGS = 'application/srgs+xml';
const REGEX = 'application/grammar+regex';

/** What the `<grammar>` elements of pages in use came to, by element and address; null for speech. */
const loaded = new WeakMap<XmlElement, Map<string, CompiledGrammar | null>>();

/**
 * The key grammar of a `<grammar>` element, working for `owner`; null for one that listens to speech. It is fetched
 * and compiled once for as long as the page is loaded.
 * @throws PageEvent `error.badfetch...`, `error.unsupported.format`, `error.unsupported.builtin`, `error.semantic`
 */
export async function loadGrammar(
  frame: Frame,
  element: XmlElement,
  owner: XmlElement,
): Promise<Grammar | null> {
  const source = eitherAttribute(frame, element, ['src', 'srcexpr']);
  const known = loaded.get(element) ?? new Map<string, CompiledGrammar | null>();
  loaded.set(element, known);
  let compiled = known.get(source ?? '');
  if (compiled === undefined) {
    compiled =
      source === undefined ? await inlineGrammar(frame, element) : await external(frame, element, source);
    known.set(source ?? '', compiled);
  }
  return compiled && working(frame, compiled, owner);
}

/** A builtin grammar such as `digits?length=4` (VoiceXML 2.1 appendix P). */
export function builtin(frame: Frame, type: string, owner: XmlElement): Grammar {
  return working(frame, builtinGrammar(type), owner);
}

/** Gives a grammar its owner; its tags are scripts where the document they stand in says so. */
function working(frame: Frame, { automaton, meaningOfKeys }: CompiledGrammar, owner: XmlElement): Grammar {
  if (meaningOfKeys) return { automaton, owner, meaning: (path) => meaningOfKeys(keysOf(path)) };
  const { script } = frame.context.call;
  return {
    automaton,
    owner,
    meaning(path) {
      const steps = withBuiltinValues(path);
      const hasScripts = steps.some((step) => step.kind === 'tag' && !step.literal);
      return hasScripts ? script.meaning(steps) : literalMeaning(steps);
    },
  };
}

/** A regular expression is for keys by its nature; any other form must say so (VoiceXML 2.1 §3.1.1.4). */
async function inlineGrammar(frame: Frame, element: XmlElement): Promise<CompiledGrammar | null> {
  const type = typeOf(element);
  if (type === REGEX) return regexGrammar(textOf(element), placeOf(element));
  if (element.attributes.get('mode') !== 'dtmf') return null;
  if ((type !== undefined && type !== SRGS) || !element.children.some(isElement))
    throw unsupported('format', `${placeOf(element)} is in a form that is not known`);
  return compiledFrom(frame, element, { root: element, url: pageOf(frame.context, element).base, rule: '' });
}

async function external(frame: Frame, element: XmlElement, source: string): Promise<CompiledGrammar | null> {
  const mode = element.attributes.get('mode');
  if (source.startsWith('builtin:')) {
    const [, kind, type = ''] = /^builtin:(\w+)\/(.*)$/s.exec(source) ?? [];
    return kind === 'dtmf' ? builtinGrammar(type) : null;
  }
  const type = typeOf(element);
  if (type !== undefined && type !== SRGS && type !== REGEX) {
    if (mode === 'dtmf') throw unsupported('format', `${placeOf(element)} is of type ${type}`);
    return null;
  }
  // Relative to the document it stands in, be it the active one or its root (VoiceXML 2.1 §2.5).
  const { url, fragment } = resolveUri(source, pageOf(frame.context, element).base);
  const { timeoutMs, caching } = fetchPolicy(frame, element, 'grammar');
  const { text } = await frame.context.call.fetcher.text({ ...request(url), ...caching }, timeoutMs);
  if (type === REGEX) return regexGrammar(text, url);
  const root = grammarIn(text, url);
  if ((root.attributes.get('mode') ?? mode) !== 'dtmf') return null;
  return compiledFrom(frame, element, { root, url, rule: fragment });
}

function compiledFrom(
  frame: Frame,
  element: XmlElement,
  source: { root: XmlElement; url: string; rule: string },
): Promise<CompiledGrammar> {
  const { timeoutMs, caching } = fetchPolicy(frame, element, 'grammar');
  const fetchDocument = async (url: string): Promise<GrammarDocument> => {
    const { text } = await frame.context.call.fetcher.text({ ...request(url), ...caching }, timeoutMs);
    const root = grammarIn(text, url);
    if (root.attributes.get('mode') !== 'dtmf') throw badFetch(`${url} is not a grammar for keys`);
    const document = grammarDocument(root, url);
    checkGrammar(document);
    return document;
  };
  return compileSrgs({ ...source, fetchDocument });
}

function grammarIn(text: string, url: string): XmlElement {
  if (!text.trimStart().startsWith('<')) throw unsupported('format', `${url} is in a form that is not known`);
  const root = parseXml(text);
  if (root.name !== 'grammar') throw badFetch(`${url} is not a grammar`);
  return root;
}

function request(url: string): { method: 'GET'; url: string; form: null } {
  return { method: 'GET', url, form: null };
}

/** The media type without parameters, if one is given. */
function typeOf(element: XmlElement): string | undefined {
  return element.attributes.get('type')?.split(';', 1)[0]?.trim().toLowerCase();
}
