import type { Control } from '../control.ts';
import { runContent } from '../content/run-content.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import { isInput, type Dialog, type FormItem } from './dialog.ts';

/** The `<filled>` of the items that were filled, then those of the form (VoiceXML 2.1 §2.4). */
export async function runFilled(frame: Frame, dialog: Dialog, filled: FormItem[]): Promise<Control | null> {
  for (const item of filled)
    for (const element of childrenOf(item.element, 'filled')) {
      const control = await run({ ...frame, item, element: item.element }, element);
      if (control) return control;
    }
  for (const element of childrenOf(dialog.element, 'filled')) {
    if (!isDue(frame, dialog, { element, filled })) continue;
    const control = await run({ ...frame, element: dialog.element }, element);
    if (control) return control;
  }
  return null;
}

/** Mode `all`: all the items named have values; `any`: one of them was filled now. */
function isDue(frame: Frame, dialog: Dialog, { element, filled }: { element: XmlElement; filled: FormItem[] }): boolean {
  const names = element.attributes.get('namelist')?.split(/\s+/).filter(Boolean);
  const items = dialog.items.filter((item) => (names ? names.includes(item.variable) : isInput(item)));
  const now = items.some((item) => filled.includes(item));
  if (element.attributes.get('mode') === 'any') return now;
  const { script } = frame.context.call;
  return now && items.every((item) => !script.isUndefined(dialog.scope, item.variable));
}

function run(frame: Frame, element: XmlElement): Promise<Control | null> {
  return withAnonymousScope(frame, (inner) => runContent(inner, element.children, element));
}
