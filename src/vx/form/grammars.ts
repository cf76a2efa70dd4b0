import type { Json } from '../../core/json.ts';
import { activePages } from '../context.ts';
import type { Frame } from '../frame.ts';
import { builtinGrammar } from '../grammar/builtin.ts';
import { compileSrgs } from '../grammar/compile-srgs.ts';
import { keySequence, type Grammar } from '../grammar/grammar.ts';
import { keysOf, literalMeaning } from '../grammar/literals.ts';
import { resolveUri } from '../uri.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse-xml.ts';

/** The grammars of one listen in order of precedence: item, form, document, root (VoiceXML 2.1 §3.1.4). */
export async function activeGrammars(frame: Frame): Promise<Grammar[]> {
  const { dialog, item } = frame;
  if (!dialog || !item) return [];
  const own = await itemGrammars(frame, item.element);
  if (item.element.attributes.get('modal') === 'true') return own;
  const pages = activePages(frame.context).map((page) => page.root);
  const around = [dialog.element, ...pages].filter((element) => element !== item.element);
  const outer: Grammar[] = [];
  for (const element of around) {
    if (element === dialog.element) outer.push(...(await grammarsIn(frame, element, element)));
    for (const link of childrenOf(element, 'link')) outer.push(...(await linkGrammars(frame, link)));
  }
  return [...own, ...outer];
}

async function itemGrammars(frame: Frame, element: XmlElement): Promise<Grammar[]> {
  const grammars = element.name === 'menu' ? choiceGrammars(element) : await grammarsIn(frame, element, element);
  const type = element.attributes.get('type');
  if (element.name === 'field' && type !== undefined) grammars.push(builtin(type, element));
  for (const option of childrenOf(element, 'option')) grammars.push(...keyGrammar(option, option, optionValue(option)));
  for (const link of childrenOf(element, 'link')) grammars.push(...(await linkGrammars(frame, link)));
  return grammars;
}

async function linkGrammars(frame: Frame, link: XmlElement): Promise<Grammar[]> {
  return [...(await grammarsIn(frame, link, link)), ...keyGrammar(link, link, '')];
}

/** §2.2: a choice has its own key, or with `dtmf="true"` the number of its place. */
function choiceGrammars(menu: XmlElement): Grammar[] {
  const numbered = menu.attributes.get('dtmf') === 'true';
  return childrenOf(menu, 'choice').flatMap((choice, index) => {
    const own = choice.attributes.get('dtmf');
    if (own !== undefined) return keyGrammar(choice, choice, own);
    return numbered && index < 9 ? [sequence(String(index + 1), choice, String(index + 1))] : [];
  });
}

function keyGrammar(element: XmlElement, owner: XmlElement, value: Json): Grammar[] {
  const keys = element.attributes.get('dtmf');
  return keys === undefined ? [] : [sequence(keys, owner, value)];
}

function sequence(keys: string, owner: XmlElement, value: Json): Grammar {
  return { automaton: keySequence(keys), owner, meaning: () => value };
}

function optionValue(option: XmlElement): string {
  return option.attributes.get('value') ?? option.attributes.get('dtmf') ?? '';
}

function builtin(type: string, owner: XmlElement): Grammar {
  const { automaton, meaning } = builtinGrammar(type);
  return { automaton, owner, meaning: (path) => meaning(keysOf(path)) };
}

/** The key grammars among the `<grammar>` children; those for speech are set aside. */
async function grammarsIn(frame: Frame, element: XmlElement, owner: XmlElement): Promise<Grammar[]> {
  const grammars: Grammar[] = [];
  for (const child of childrenOf(element, 'grammar')) {
    const grammar = await loadGrammar(frame, child, owner);
    if (grammar) grammars.push(grammar);
  }
  return grammars;
}

async function loadGrammar(frame: Frame, element: XmlElement, owner: XmlElement): Promise<Grammar | null> {
  const { call, page } = frame.context;
  const expr = element.attributes.get('srcexpr');
  const source = expr === undefined ? element.attributes.get('src') : call.script.text(frame.chain, expr);
  if (source?.startsWith('builtin:')) {
    const type = source.replace(/^builtin:(dtmf|grammar)\//, '');
    return source.startsWith('builtin:dtmf/') ? builtin(type, owner) : null;
  }
  if (source === undefined) return isForKeys(element) ? compiled(frame, element, owner) : null;
  const { url, fragment } = resolveUri(source, page.url);
  const { text } = await call.fetcher.text({ method: 'GET', url, form: null });
  const root = parseXml(text);
  return isForKeys(root) ? compiled(frame, root, owner, fragment) : null;
}

function isForKeys(grammar: XmlElement): boolean {
  return grammar.attributes.get('mode') === 'dtmf';
}

function compiled(frame: Frame, grammar: XmlElement, owner: XmlElement, rule = ''): Grammar {
  const automaton = rule === '' ? compileSrgs(grammar) : compileSrgs(grammar, rule);
  const semantics = grammar.attributes.get('tag-format') === 'semantics/1.0';
  const { script } = frame.context.call;
  return { automaton, owner, meaning: (path) => (semantics ? script.meaning(path) : literalMeaning(path)) };
}
