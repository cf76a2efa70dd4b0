import { eitherAttribute, listAttribute } from '../content/attribute-pair.ts';
import { goTo } from '../content/goto.ts';
import type { Parameters } from '../context.ts';
import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import type { HeldValue } from '../script/page-script.ts';
import { childrenOf } from '../xml/element.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { runFilled } from './filled.ts';

/** `<subdialog>` (VoiceXML 2.1 §2.3.4): runs a dialog in a context of its own; what it returns becomes the item's value. */
export async function runSubdialog(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { context } = frame;
  const { element } = item;
  const target = await goTo(frame, element, {
    reference: eitherAttribute(frame, element, ['src', 'srcexpr']) ?? '',
    via: 'subdialog',
    names: listAttribute(element, 'namelist') ?? [],
  });
  const control = await context.openSubdialog(target, parametersOf(frame, item));
  if (control.kind === 'return-event') throw control.event;
  if (control.kind !== 'return') return control;
  context.call.script.put(dialog.scope, item.name, control.values);
  return runFilled(frame, dialog, [item]);
}

function parametersOf(frame: Frame, { element }: FormItem): Parameters {
  const parameters = childrenOf(element, 'param').map(({ attributes }): [string, HeldValue] => {
    const expression = attributes.get('expr') ?? JSON.stringify(attributes.get('value') ?? '');
    return [attributes.get('name') ?? '', frame.context.call.script.hold(frame.chain, expression)];
  });
  return new Map(parameters);
}
