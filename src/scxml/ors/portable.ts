import { parse } from 'acorn';

import type { ElementSpec } from '../step.ts';
import type { XmlElement } from '../xml/parse-xml.ts';

/** Elements and attributes that SCXML got after the draft of 7 May 2009, which is what an ORS knows. */
const laterElements = ['foreach'];
const laterAttributes: Record<string, string[]> = {
  transition: ['type'],
  invoke: ['typeexpr', 'idlocation', 'autoforward'],
  send: ['eventexpr', 'targetexpr', 'typeexpr', 'type', 'delayexpr', 'id'],
  cancel: ['sendidexpr'],
  scxml: ['binding'],
};

/** The root says that the document is meant for a real ORS too: attributes with `_` are that server's own. */
export function isPortable(root: XmlElement): boolean {
  return root.attributes.get('_portable') === 'true';
}

/** What an ORS does not know of an element of SCXML, in words. */
export function laterThanOrs(element: XmlElement): string[] {
  if (laterElements.includes(element.name)) return [`<${element.name}>`];
  const later = Object.hasOwn(laterAttributes, element.name) ? (laterAttributes[element.name] ?? []) : [];
  return later.filter((name) => element.attributes.has(name)).map((name) => `${name} of <${element.name}>`);
}

/** The same of an element of a module; `spec` is what Ringback knows of it, null when nothing. */
export function oursAlone(element: XmlElement, spec: ElementSpec | null): string[] {
  if (!element.namespace.includes('genesyslab.com/')) return [`<${element.name}> of ${element.namespace}`];
  if (spec?.ours === true) return [`<${element.name}>`];
  return (spec?.ours ?? [])
    .filter((name) => element.attributes.has(name))
    .map((name) => `${name} of <${element.name}>`);
}

/** Whether ECMAScript is newer than the edition of 2009, the fifth. */
export function isNewerScript(source: string, kind: 'expression' | 'script'): boolean {
  const text = kind === 'script' ? source : `(${source.replace(/;\s*$/, '')}\n)`;
  const parses = (ecmaVersion: 5 | 2023): boolean => {
    try {
      parse(text, { ecmaVersion, sourceType: 'script', allowReturnOutsideFunction: true });
      return true;
    } catch {
      return false;
    }
  };
  return !parses(5) && parses(2023);
}
