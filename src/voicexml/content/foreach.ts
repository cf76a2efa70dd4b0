import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';

/**
 * `<foreach>` (VoiceXML 2.1 §6): carries something out for each element of a copy of the array, up to the one that
 * sends control elsewhere.
 * @throws PageEvent `error.semantic` for what is no array
 */
export async function eachElement(
  frame: Frame,
  element: XmlElement,
  carryOut: () => Promise<Control | null>,
): Promise<Control | null> {
  const { call } = frame.context;
  const { held, length } = call.script.array(frame.chain, element.attributes.get('array') ?? '');
  try {
    for (let index = 0; index < length; index++) {
      call.step();
      call.script.element(frame.chain, element.attributes.get('item') ?? '', { held, index });
      const control = await carryOut();
      if (control) return control;
    }
    return null;
  } finally {
    call.script.free([held]);
  }
}
