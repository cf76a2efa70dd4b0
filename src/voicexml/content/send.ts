import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';
import { listAttribute } from './attribute-pair.ts';
import { fieldsOf } from './submit.ts';

/** Genesys' `<gvp:send namelist>`: variables that go with the call as attached data. */
export async function runSend(frame: Frame, element: XmlElement): Promise<void> {
  const fields = fieldsOf(frame, listAttribute(element, 'namelist') ?? []);
  await frame.context.call.platform.attach(Object.fromEntries(fields));
}
