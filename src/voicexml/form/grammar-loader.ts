import { eitherAttribute } from '../content/attribute-pair.ts';
import type { Frame } from '../frame.ts';
import { builtinGrammar } from '../grammar/builtin.ts';
import { compileSrgs } from '../grammar/compile-srgs.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { keysOf, literalMeaning } from '../grammar/literals.ts';
import { badFetch, unsupported } from '../page-event.ts';
import { resolveUri } from '../uri.ts';
import { childrenOf, isElement, textOf, type XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse-xml.ts';

const LITERALS = 'semantics/1.0-literals';

/**
 * The key grammar of a `<grammar>` element, working for `owner`; null for one that listens to speech.
 * @throws PageEvent `error.badfetch...`, `error.unsupported.format`, `error.semantic`
 */
export async function loadGrammar(
  frame: Frame,
  element: XmlElement,
  owner: XmlElement,
): Promise<Grammar | null> {
  const source = eitherAttribute(frame, element, ['src', 'srcexpr']);
  if (source === undefined) return inlineGrammar(frame, element, owner);
  if (source.startsWith('builtin:')) {
    const [, mode, type = ''] = /^builtin:(\w+)\/(.*)$/s.exec(source) ?? [];
    return mode === 'dtmf' ? builtin(type, owner) : null;
  }
  const { call, page } = frame.context;
  const { url, fragment } = resolveUri(source, page.url);
  const { text } = await call.fetcher.text({ method: 'GET', url, form: null });
  const root = parseXml(text);
  if (root.name !== 'grammar') throw badFetch(`${url} is not a grammar`);
  if ((root.attributes.get('mode') ?? element.attributes.get('mode')) !== 'dtmf') return null;
  return compiled(frame, root, { owner, rule: fragment });
}

/** A builtin grammar such as `digits?length=4` (VoiceXML 2.1 appendix P). */
export function builtin(type: string, owner: XmlElement): Grammar {
  const { automaton, meaning } = builtinGrammar(type);
  return { automaton, owner, meaning: (path) => meaning(keysOf(path)) };
}

function inlineGrammar(frame: Frame, element: XmlElement, owner: XmlElement): Grammar | null {
  if (element.attributes.get('mode') !== 'dtmf') return null;
  if (!element.children.some(isElement)) throw unsupported('format');
  return compiled(frame, element, { owner, rule: '' });
}

function compiled(
  frame: Frame,
  grammar: XmlElement,
  { owner, rule }: { owner: XmlElement; rule: string },
): Grammar {
  const automaton = compileSrgs(grammar, rule === '' ? undefined : rule);
  if (!hasScriptTags(grammar)) return { automaton, owner, meaning: literalMeaning };
  const { script } = frame.context.call;
  return { automaton, owner, meaning: (path) => script.meaning(path) };
}

/** Without a declared format tags are literals, unless one plainly sets `out`, as many pages have it. */
function hasScriptTags(grammar: XmlElement): boolean {
  const format = grammar.attributes.get('tag-format');
  if (format !== undefined) return format.startsWith('semantics/1.0') && format !== LITERALS;
  return tagsIn(grammar).some((tag) => /^\s*out\s*[.=[]/.test(tag));
}

function tagsIn(element: XmlElement): string[] {
  return childrenOf(element).flatMap((child) => (child.name === 'tag' ? [textOf(child)] : tagsIn(child)));
}
