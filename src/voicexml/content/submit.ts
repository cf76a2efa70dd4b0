import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute, listAttribute } from './attribute-pair.ts';
import { goTo } from './goto.ts';

/** `<submit>` (VoiceXML 2.1 §5.3.8): the variables named, or the named input items of the form. */
export async function runSubmit(frame: Frame, element: XmlElement): Promise<Control> {
  const inputs =
    frame.dialog?.items.filter((item) => item.isInput && item.element.attributes.has('name')) ?? [];
  const target = await goTo(frame, element, {
    reference: eitherAttribute(frame, element, ['next', 'expr']) ?? '',
    via: 'submit',
    names: listAttribute(element, 'namelist') ?? inputs.map(({ name }) => name),
  });
  return { kind: 'go', target };
}
