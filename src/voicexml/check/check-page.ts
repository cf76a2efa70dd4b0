import { badFetch } from '../page-event.ts';
import { childrenOf, isElement, placeOf, textOf, type XmlElement } from '../xml/element.ts';
import { allowedChildren } from './children.ts';
import { attributeRules, type AttributeRule } from './attributes.ts';

/** Children of a form that hold a form item variable. */
const FORM_ITEMS = ['block', 'field', 'initial', 'object', 'record', 'subdialog', 'transfer'];

/**
 * Checks the structure of a page: known elements in places where they may stand, the exactly-one-of rules, names that
 * must be unique. It is done when a page loads, so that the error goes to the page that asked for it.
 * @throws PageEvent `error.badfetch` with the position of the first breach.
 */
export function checkPage(root: XmlElement): void {
  if (root.name !== 'vxml') throw badFetch(`${placeOf(root)} is not a VoiceXML document`);
  const version = root.attributes.get('version');
  if (version !== undefined && !['2.0', '2.1'].includes(version))
    throw badFetch(`${placeOf(root)} version "${version}" is not 2.0 or 2.1`);
  checkElement(root);
  unique(childrenOf(root, 'form', 'menu'), 'id');
  for (const form of childrenOf(root, 'form')) unique(childrenOf(form, ...FORM_ITEMS), 'name');
}

function checkElement(element: XmlElement): void {
  const allowed = allowedChildren.get(element.name);
  if (!allowed) throw badFetch(`${placeOf(element)} is not an element of VoiceXML`);
  for (const rule of attributeRules[element.name] ?? []) checkRule(element, rule);
  if (element.name === 'menu') checkMenuKeys(element);
  if (['form', 'grammar', 'menu'].includes(element.name)) checkScope(element);
  if (allowed.has('*')) return;
  for (const child of element.children.filter(isElement)) {
    if (child.name.startsWith('{')) continue;
    if (!allowed.has(child.name)) throw badFetch(`${placeOf(child)} may not stand in <${element.name}>`);
    checkElement(child);
  }
}

function checkRule(element: XmlElement, { how, of }: AttributeRule): void {
  const present = of.filter((name) =>
    name === 'content' ? hasContent(element) : element.attributes.has(name),
  );
  const list = of.join(', ');
  if (how === 'required' && present.length < of.length) throw badFetch(`${placeOf(element)} needs ${list}`);
  if (how === 'exactly-one' && present.length !== 1)
    throw badFetch(`${placeOf(element)} needs exactly one of ${list}`);
  if (how === 'at-most-one' && present.length > 1)
    throw badFetch(`${placeOf(element)} may have only one of ${list}`);
}

function hasContent(element: XmlElement): boolean {
  return element.children.some(isElement) || textOf(element).trim() !== '';
}

/** Grammars of items, links and choices have the scope of what they stand in (VoiceXML 2.1 §3.1.3). */
function checkScope(element: XmlElement): void {
  const scope = element.attributes.get('scope');
  if (scope === undefined) return;
  if (element.name === 'grammar' && element.parent?.name !== 'form')
    throw badFetch(`${placeOf(element)} cannot have a scope in <${element.parent?.name}>`);
  if (scope !== 'dialog' && scope !== 'document')
    throw badFetch(`${placeOf(element)} scope "${scope}" is not dialog or document`);
}

/** With dtmf="true" only *, # and 0 may be given to a choice by hand (VoiceXML 2.1 §2.2). */
function checkMenuKeys(menu: XmlElement): void {
  if (menu.attributes.get('dtmf') !== 'true') return;
  for (const choice of childrenOf(menu, 'choice')) {
    const keys = choice.attributes.get('dtmf');
    if (keys !== undefined && !['*', '#', '0'].includes(keys.trim()))
      throw badFetch(`${placeOf(choice)} cannot have the key "${keys}" in a menu that numbers its choices`);
  }
}

function unique(elements: XmlElement[], attribute: string): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const name = element.attributes.get(attribute);
    if (name === undefined) continue;
    if (seen.has(name)) throw badFetch(`${placeOf(element)} ${attribute} "${name}" is used twice`);
    seen.add(name);
  }
}
