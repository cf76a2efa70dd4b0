import type { Control } from '../control.ts';
import { withFetchAudio } from '../fetch/fetch-audio.ts';
import { fetchPolicy, withFields } from '../fetch/request.ts';
import type { Frame } from '../frame.ts';
import { resolveTarget, type Target, type Transition } from '../target.ts';
import { resolveUri } from '../uri.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute } from './attribute-pair.ts';

/** `<goto>` (VoiceXML 2.1 §5.3.7): to an item of the form, a dialog or a document. */
export async function runGoto(frame: Frame, element: XmlElement): Promise<Control> {
  const item = eitherAttribute(frame, element, ['nextitem', 'expritem']);
  if (item !== undefined && frame.dialog) return { kind: 'item', item: frame.dialog.itemNamed(item) };
  return goOn(frame, element);
}

/** Where the `next` or `expr` of a `<goto>`, `<choice>` or `<link>` leads. */
export async function goOn(frame: Frame, element: XmlElement): Promise<Control> {
  const reference = eitherAttribute(frame, element, ['next', 'expr']) ?? '';
  return { kind: 'go', target: await goTo(frame, element, { reference, via: 'goto', names: [] }) };
}

/** The dialog at an address, fetched as the element wants it. @throws PageEvent `error.badfetch...` */
export async function goTo(
  frame: Frame,
  element: XmlElement,
  { reference, via, names }: Pick<Transition, 'reference' | 'via'> & { names: readonly string[] },
): Promise<Target> {
  const { timeoutMs, caching } = fetchPolicy(frame, element, 'document');
  const { url } = resolveUri(reference, frame.context.page.base);
  const request = { ...(await withFields(frame, element, { url, names })), ...caching };
  return withFetchAudio(frame, element, () =>
    resolveTarget(frame.context, { reference, via, request, timeoutMs }),
  );
}
