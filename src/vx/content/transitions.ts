import type { Json, JsonObject } from '../../core/json.ts';
import type { Control } from '../control.ts';
import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import { PageEvent, semanticError } from '../page-event.ts';
import { property } from '../properties.ts';
import { resolveTarget } from '../target.ts';
import type { XmlElement } from '../xml/element.ts';

/** `<goto>` (VoiceXML 2.1 §5.3.7): to an item, a dialog, a document. */
export async function runGoto(frame: Frame, element: XmlElement): Promise<Control> {
  const item = either(frame, element, 'nextitem', 'expritem');
  if (item !== undefined) {
    if (!frame.dialog?.items.some((one) => one.variable === item))
      throw new PageEvent('error.badfetch', `there is no form item "${item}"`);
    return { kind: 'item', name: item };
  }
  const reference = either(frame, element, 'next', 'expr');
  if (reference === undefined) throw semanticError('goto without a destination');
  const target = await resolveTarget(frame.context, {
    reference,
    via: 'goto',
    method: 'get',
    fields: [],
    ...timeoutOf(frame, element),
  });
  return { kind: 'go', target };
}

/** `<submit>` (§5.3.8): named variables, or the form's input items, as scalar fields; objects by their members. */
export async function runSubmit(frame: Frame, element: XmlElement): Promise<Control> {
  const reference = either(frame, element, 'next', 'expr') ?? '';
  const { script } = frame.context.call;
  const namelist = element.attributes.get('namelist');
  const inputs = (frame.dialog?.items ?? []).filter(({ element: one }) => one.attributes.has('name'));
  const names = namelist === undefined ? inputs.map((item) => item.variable) : namelist.split(/\s+/).filter(Boolean);
  const fields = names.flatMap((name) => fieldsOf(name, script.evaluate(frame.chain, name)));
  const method = element.attributes.get('method') === 'post' ? 'post' : 'get';
  const target = await resolveTarget(frame.context, {
    reference,
    via: 'submit',
    method,
    fields,
    ...timeoutOf(frame, element),
  });
  return { kind: 'go', target };
}

/** `<exit>` (§5.3.9): what is queued is heard, then the session ends. */
export async function runExit(frame: Frame, element: XmlElement): Promise<Control> {
  const { call } = frame.context;
  const expr = element.attributes.get('expr');
  const namelist = element.attributes.get('namelist');
  let result: JsonObject = {};
  if (expr !== undefined) {
    const value = call.script.evaluate(frame.chain, expr);
    result = isObject(value) ? value : value === undefined || value === null ? {} : { value };
  } else if (namelist !== undefined)
    for (const name of namelist.split(/\s+/).filter(Boolean)) result[name] = call.script.evaluate(frame.chain, name) ?? null;
  await call.prompts.playOut();
  return { kind: 'exit', result, error: null };
}

/** `<return>` (§5.3.10) out of a subdialog. */
export function runReturn(frame: Frame, element: XmlElement): Control {
  const event = either(frame, element, 'event', 'eventexpr');
  if (event !== undefined) {
    const message = either(frame, element, 'message', 'messageexpr') ?? '';
    return { kind: 'return-event', event: new PageEvent(event, message) };
  }
  const names = (element.attributes.get('namelist') ?? '').split(/\s+/).filter(Boolean);
  return { kind: 'return', values: frame.context.call.script.collect(frame.chain, names) };
}

function either(frame: Frame, element: XmlElement, name: string, exprName: string): string | undefined {
  const expr = element.attributes.get(exprName);
  return expr === undefined ? element.attributes.get(name) : frame.context.call.script.text(frame.chain, expr);
}

function timeoutOf(frame: Frame, element: XmlElement): { timeoutMs?: number } {
  const text = element.attributes.get('fetchtimeout') ?? property(frame, 'fetchtimeout');
  return text === undefined ? {} : { timeoutMs: timeMs(text) };
}

function fieldsOf(name: string, value: Json | undefined): [string, string][] {
  if (isObject(value)) return Object.entries(value).flatMap(([key, one]) => fieldsOf(`${name}.${key}`, one));
  return [[name, value === undefined ? 'undefined' : typeof value === 'string' ? value : JSON.stringify(value)]];
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
