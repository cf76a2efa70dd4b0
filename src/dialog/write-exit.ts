import type { Page } from './page-parts.ts';
import type { XmlElement } from './page-template.ts';

/** Genesys Voice Platform's own elements. */
const GVP_NAMESPACE = 'http://www.genesyslab.com/2006/vxml21-extension';

/** Leaves the page with a result, in the way that the platform takes it. */
export function writeExit(page: Page, parent: XmlElement, kind: 'result' | 'fallback'): void {
  const { placeholder, context } = page;
  const value = placeholder({ kind });
  switch (context.profile.result) {
    case 'object':
      parent.ele('exit', { expr: value });
      return;
    case 'send': {
      const body = placeholder({ kind: `${kind}-text` });
      const contenttype = 'application/x-www-form-urlencoded';
      parent.ele(GVP_NAMESPACE, 'gvp:send', { async: 'false', body, contenttype });
      parent.ele('exit', { expr: value });
      return;
    }
    case 'text':
      parent.ele('exit', { expr: `'${placeholder({ kind: `${kind}-text` })}'` });
      return;
    case 'names':
      writeNames(page, parent, value);
  }
}

/** Plain values only: platforms differ in what becomes of an object. What the dialog has no value for is empty. */
function writeNames({ context }: Page, parent: XmlElement, value: string): void {
  parent.ele('var', { name: 'cb', expr: value });
  const plain = context.results.filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  const names = plain.map((name) => ({ name, variable: variableOf(name) }));
  for (const { name, variable } of names)
    parent.ele('var', { name: variable, expr: `cb.${name} == null ? '' : cb.${name}` });
  parent.ele('exit', { namelist: names.map(({ variable }) => variable).join(' ') });
}

/** `callbackId` leaves as `cb_callback_id`. */
function variableOf(name: string): string {
  return `cb_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
