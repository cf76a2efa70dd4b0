import { listAttribute } from '../content/attribute-pair.ts';
import { runContent } from '../content/run-content.ts';
import type { Control } from '../control.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import { catchEvent } from './catch-event.ts';
import { frameOf, type Dialog, type FormItem } from './dialog.ts';

/**
 * Runs the `<filled>` of the items that input has just filled, then those of the form that are due (VoiceXML 2.1
 * §2.4). An event in one is handled where it stands, and the rest are skipped.
 */
export async function runFilled(
  frame: Frame,
  dialog: Dialog,
  filled: readonly FormItem[],
): Promise<Control | null> {
  const due = [
    ...filled.flatMap((item) => childrenOf(item.element, 'filled').map((element) => ({ item, element }))),
    ...childrenOf(dialog.element, 'filled').map((element) => ({ item: null, element })),
  ];
  for (const { item, element } of due) {
    if (item === null && !isDue(frame, dialog, { element, filled })) continue;
    const inner = frameOf(frame.context, dialog, item);
    try {
      const control = await withAnonymousScope(inner, (scoped) =>
        runContent(scoped, element.children, element),
      );
      if (control) return control;
    } catch (error) {
      if (error instanceof PageEvent) return catchEvent(inner, error);
      throw error;
    }
  }
  return null;
}

/** Mode `all`: every item named has a value, and input has just filled one; `any`: input has just filled one. */
function isDue(
  frame: Frame,
  dialog: Dialog,
  { element, filled }: { element: XmlElement; filled: readonly FormItem[] },
): boolean {
  const names = listAttribute(element, 'namelist');
  const items = dialog.items.filter((item) => (names ? names.includes(item.name) : item.isInput));
  if (!items.some((item) => filled.includes(item))) return false;
  if (element.attributes.get('mode') === 'any') return true;
  const { script } = frame.context.call;
  return items.every((item) => !script.isUndefined(dialog.scope, item.name));
}
