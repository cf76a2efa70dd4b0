import type { Json, JsonObject } from '../../core/json.ts';
import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import { semanticError } from '../page-event.ts';
import type { XmlElement } from '../xml/element.ts';
import { listAttribute } from './attribute-pair.ts';
import { namedEvent } from './named-event.ts';

/** Name under which `<exit expr>` hands over a value that is no object (RFC 5552 §2.6). */
const SCALAR_RESULT = '__exit';

/** `<exit>` (VoiceXML 2.1 §5.3.9): an object's members, the variables named, or one value. */
export function runExit(frame: Frame, element: XmlElement): Control {
  const expression = element.attributes.get('expr');
  const result = expression === undefined ? named(frame, element) : whole(frame, expression);
  return { kind: 'exit', result, error: null };
}

/** `<return>` (§5.3.10) */
export function runReturn(frame: Frame, element: XmlElement): Control {
  if (!frame.context.isSubdialog) throw semanticError('<return> outside a subdialog');
  const event = namedEvent(frame, element);
  if (event) return { kind: 'return-event', event };
  const names = listAttribute(element, 'namelist') ?? [];
  return { kind: 'return', values: frame.context.call.script.collect(frame.chain, names) };
}

/** `<disconnect>` (§5.3.11): what is queued is heard, the call ends, and the page hears of it as of any hang-up. */
export async function runDisconnect(frame: Frame, element: XmlElement): Promise<Control> {
  const { call } = frame.context;
  call.disconnected = named(frame, element);
  await call.prompts.playOut();
  await call.platform.end();
  call.keypad.close();
  return call.waitWithoutCaller('the page hung up');
}

function whole(frame: Frame, expression: string): JsonObject {
  const value = frame.context.call.script.evaluate(frame.chain, expression);
  if (isObject(value)) return value;
  return value === undefined ? {} : { [SCALAR_RESULT]: value };
}

function named(frame: Frame, element: XmlElement): JsonObject {
  const { script } = frame.context.call;
  const names = listAttribute(element, 'namelist') ?? [];
  return Object.fromEntries(names.map((name) => [name, script.evaluate(frame.chain, name) ?? null]));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
