import { fieldsOf } from '../fetch/fields.ts';
import type { Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute, listAttribute } from './attribute-pair.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Genesys' `<gvp:send>`: variables, or the pairs of a form-encoded body, that go with the call as attached data. */
export async function runSend(frame: Frame, element: XmlElement): Promise<void> {
  const body = eitherAttribute(frame, element, ['body', 'bodyexpr']);
  const type = eitherAttribute(frame, element, ['contenttype', 'contenttypeexpr']) ?? FORM;
  if (body !== undefined && !type.startsWith(FORM))
    throw new PageEvent('error.unsupported.send.contenttype', `"${type}" cannot be attached to a call`);
  const fields = [
    ...fieldsOf(frame, listAttribute(element, 'namelist') ?? []),
    ...new URLSearchParams(body ?? ''),
  ];
  await frame.context.call.platform.attach(Object.fromEntries(fields));
}
