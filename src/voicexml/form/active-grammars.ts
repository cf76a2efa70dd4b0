import { activePages } from '../context.ts';
import type { Frame } from '../frame.ts';
import { keySequence, type Grammar } from '../grammar/grammar.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import { choicesOf, type Choice } from './choices.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { builtin, loadGrammar } from './grammar-loader.ts';

/**
 * The key grammars of one listen in order of precedence: item, form, document, root document (VoiceXML 2.1 §3.1.4).
 * A modal item listens to its own only.
 */
export async function activeGrammars(frame: Frame, dialog: Dialog, item: FormItem): Promise<Grammar[]> {
  const { element } = item;
  const own = await itemGrammars(frame, element);
  if (element.attributes.get('modal') === 'true') return own;
  const ofForm = element === dialog.element ? [] : await grammarsIn(frame, dialog.element);
  const roots = activePages(frame.context).map((page) => page.root);
  const around = [...new Set([element, dialog.element, ...roots])];
  const links = await inOrder(
    around.flatMap((one) => childrenOf(one, 'link')),
    (link) => linkGrammars(frame, link),
  );
  return [...own, ...ofForm, ...links];
}

async function itemGrammars(frame: Frame, element: XmlElement): Promise<Grammar[]> {
  if (element.name === 'menu') return inOrder(choicesOf(element), (choice) => choiceGrammars(frame, choice));
  const grammars = await grammarsIn(frame, element);
  const type = element.attributes.get('type');
  if (element.name === 'field' && type !== undefined) grammars.push(builtin(type, element));
  return [...grammars, ...choicesOf(element).flatMap((option) => optionGrammar(option, element))];
}

function grammarsIn(frame: Frame, owner: XmlElement): Promise<Grammar[]> {
  return inOrder(childrenOf(owner, 'grammar'), async (element) => {
    const grammar = await loadGrammar(frame, element, owner);
    return grammar ? [grammar] : [];
  });
}

/** A choice listens to its keys and to grammars of its own (§2.2.1). */
async function choiceGrammars(frame: Frame, { element, keys }: Choice): Promise<Grammar[]> {
  const byKeys = keys === '' ? [] : [sequence(keys, element, keys)];
  return [...byKeys, ...(await grammarsIn(frame, element))];
}

/** An option's keys mean its value, else its text, else the keys (§2.3.1.3). */
function optionGrammar({ element, text, keys }: Choice, owner: XmlElement): Grammar[] {
  return keys === '' ? [] : [sequence(keys, owner, element.attributes.get('value') ?? (text || keys))];
}

async function linkGrammars(frame: Frame, link: XmlElement): Promise<Grammar[]> {
  const keys = link.attributes.get('dtmf');
  return [...(keys === undefined ? [] : [sequence(keys, link, keys)]), ...(await grammarsIn(frame, link))];
}

function sequence(keys: string, owner: XmlElement, value: string): Grammar {
  return { automaton: keySequence(keys), owner, meaning: () => value };
}

async function inOrder<Source>(
  sources: Source[],
  load: (source: Source) => Promise<Grammar[]>,
): Promise<Grammar[]> {
  const grammars: Grammar[] = [];
  for (const source of sources) grammars.push(...(await load(source)));
  return grammars;
}
