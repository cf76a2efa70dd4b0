import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';
import { listAttribute } from './attribute-pair.ts';

/**
 * `<clear>`: the variables named, or all form items, are undefined again; prompt and event counts of form items
 * start anew (VoiceXML 2.1 §5.3.3).
 */
export function runClear(frame: Frame, element: XmlElement): void {
  const { script } = frame.context.call;
  const items = frame.dialog?.items ?? [];
  const names = listAttribute(element, 'namelist');
  for (const item of names ? items.filter(({ name }) => names.includes(name)) : items) {
    if (frame.dialog) script.set(frame.dialog.scope, item.name, undefined);
    item.reset();
  }
  const others = names?.filter((name) => items.every((item) => item.name !== name)) ?? [];
  for (const name of others) script.assign(frame.chain, name, 'undefined');
}
