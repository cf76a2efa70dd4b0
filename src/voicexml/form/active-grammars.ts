import { activePages } from '../context.ts';
import type { Frame } from '../frame.ts';
import { keySequence, type Grammar } from '../grammar/grammar.ts';
import { badFetch, semanticError, unsupported } from '../page-event.ts';
import { childrenOf, placeOf, type XmlElement } from '../xml/element.ts';
import { choicesOf, type Choice } from './choices.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { builtin, loadGrammar } from './grammar-loader.ts';

/** All grammars of one listen together: each key may cost a visit to each of their states. */
const MOST_STATES = 100_000;

/**
 * The key grammars of one listen in order of precedence: item, form, document, root document, and in each of them
 * document order (VoiceXML 2.1 §3.1.4). Of other forms and menus those count that have the scope of their document.
 * A modal item listens to its own only.
 * @throws PageEvent what loading one throws; `error.badfetch` when they are too large together
 */
export async function activeGrammars(frame: Frame, dialog: Dialog, item: FormItem): Promise<Grammar[]> {
  const { element } = item;
  const grammars = await itemGrammars(frame, element);
  if (element.attributes.get('modal') !== 'true') {
    grammars.push(...(await inOrder(childrenOf(element, 'link'), (link) => linkGrammars(frame, link))));
    if (dialog.element !== element) grammars.push(...(await formGrammars(frame, dialog.element)));
    for (const { root } of activePages(frame.context))
      grammars.push(...(await documentGrammars(frame, root, dialog.element)));
  }
  const states = grammars.reduce((sum, { automaton }) => sum + automaton.states.length, 0);
  if (states > MOST_STATES) throw badFetch(`${placeOf(element)} the grammars are too large together`);
  return grammars;
}

/**
 * Whether a question may be asked to which no grammar listens. Options and choices without keys are for speech: there
 * a caller can only be silent, which is an answer too.
 * @throws PageEvent `error.semantic` when nothing at all is listened to (§3.1.4), `error.unsupported.format` when all
 *   its grammars are for speech
 */
export function checkSilence(element: XmlElement): void {
  const place = placeOf(element);
  if (childrenOf(element, 'grammar').length > 0)
    throw unsupported('format', `${place} has grammars for speech only`);
  if (childrenOf(element, 'option', 'choice').length === 0)
    throw semanticError(`${place} no grammar is active`);
}

/** The grammars of an item itself. */
export async function itemGrammars(frame: Frame, element: XmlElement): Promise<Grammar[]> {
  if (element.name === 'menu') return inOrder(choicesOf(element), (choice) => choiceGrammars(frame, choice));
  const grammars = await grammarsIn(frame, element);
  const type = element.attributes.get('type');
  if (element.name === 'field' && type !== undefined) grammars.push(builtin(frame, type, element));
  return [...grammars, ...choicesOf(element).flatMap((option) => optionGrammar(option, element))];
}

/** Grammars and links of the form that is visited. */
function formGrammars(frame: Frame, form: XmlElement): Promise<Grammar[]> {
  return inOrder(childrenOf(form, 'grammar', 'link'), (child) =>
    child.name === 'link' ? linkGrammars(frame, child) : oneGrammar(frame, child, form),
  );
}

/** Links of a document, and what its dialogs other than the `visited` one give the scope of the document. */
function documentGrammars(frame: Frame, root: XmlElement, visited: XmlElement): Promise<Grammar[]> {
  const children = childrenOf(root, 'link', 'form', 'menu').filter((child) => child !== visited);
  return inOrder(children, (child) => {
    if (child.name === 'link') return linkGrammars(frame, child);
    const scope = child.attributes.get('scope');
    if (child.name === 'menu') return scope === 'document' ? itemGrammars(frame, child) : Promise.resolve([]);
    // A grammar's own scope comes before that of its form (§3.1.3).
    const wide = childrenOf(child, 'grammar').filter(
      ({ attributes }) => (attributes.get('scope') ?? scope) === 'document',
    );
    return inOrder(wide, (grammar) => oneGrammar(frame, grammar, child));
  });
}

function grammarsIn(frame: Frame, owner: XmlElement): Promise<Grammar[]> {
  return inOrder(childrenOf(owner, 'grammar'), (element) => oneGrammar(frame, element, owner));
}

async function oneGrammar(frame: Frame, element: XmlElement, owner: XmlElement): Promise<Grammar[]> {
  const grammar = await loadGrammar(frame, element, owner);
  return grammar ? [grammar] : [];
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
