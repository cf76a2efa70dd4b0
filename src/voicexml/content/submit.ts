import type { Json } from '../../core/json.ts';
import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import { resolveTarget } from '../target.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute, listAttribute } from './attribute-pair.ts';
import { fetchTimeout } from './goto.ts';

/** `<submit>` (VoiceXML 2.1 §5.3.8): the variables named, or the named input items of the form. */
export async function runSubmit(frame: Frame, element: XmlElement): Promise<Control> {
  const inputs =
    frame.dialog?.items.filter((item) => item.isInput && item.element.attributes.has('name')) ?? [];
  const target = await resolveTarget(frame.context, {
    reference: eitherAttribute(frame, element, ['next', 'expr']) ?? '',
    via: 'submit',
    method: element.attributes.get('method') === 'post' ? 'post' : 'get',
    fields: fieldsOf(frame, listAttribute(element, 'namelist') ?? inputs.map(({ name }) => name)),
    timeoutMs: fetchTimeout(frame, element),
  });
  return { kind: 'go', target };
}

/**
 * Variables as form fields. A variable without a value is left out; an object is sent by its members, as `a.b`.
 * @throws PageEvent `error.semantic` for a name that is not declared
 */
export function fieldsOf(frame: Frame, names: readonly string[]): [name: string, value: string][] {
  const { script } = frame.context.call;
  return names.flatMap((name) => flat(name, script.evaluate(frame.chain, name)));
}

function flat(name: string, value: Json | undefined): [name: string, value: string][] {
  if (value === undefined) return [];
  if (value === null || typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, member]) => flat(`${name}.${key}`, member));
}
