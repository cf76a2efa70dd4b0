import type { Json, JsonObject } from '../core/json.ts';
import { HTTP_PROCESSOR } from './processors.ts';
import type { EngineEvent } from './step.ts';

const FORM = 'application/x-www-form-urlencoded';
const XML = 'application/xml';
/** SCXML D.2.2: the parameter that carries the name of the event. */
const NAME = '_scxmleventname';

/** A request as far as it says anything about an event. */
export interface HttpMessage {
  method: string;
  /** With the query. */
  path: string;
  contentType: string;
  body: string;
}

/**
 * What is posted for an event: its data as a form with the name among them; text, JSON or XML of its own as the
 * body, and the name in the query. SCXML D.2.1
 */
export function formOf(event: EngineEvent, address: string): Omit<HttpMessage, 'method'> {
  const { name, data, xml, repeated = [] } = event;
  const url = new URL(address);
  if (data === null || isObject(data)) {
    const pairs = pairsIn(data ?? {}, repeated);
    const body = formText(name === '' ? pairs : [[NAME, name], ...pairs]);
    return { path: url.pathname + url.search, contentType: FORM, body };
  }
  if (name !== '') url.searchParams.set(NAME, name);
  const path = url.pathname + url.search;
  if (xml) return { path, contentType: XML, body: textOf(data) };
  if (typeof data !== 'string') return { path, contentType: 'application/json', body: JSON.stringify(data) };
  return { path, contentType: FORM, body: encodeURIComponent(data) };
}

/** Names and values of a message as text; of a repeated name each of its values. SCXML §6.2 */
export function pairsIn(data: JsonObject, repeated: string[]): [string, string][] {
  return Object.entries(data).flatMap(([key, value]) => {
    const values = repeated.includes(key) && Array.isArray(value) ? value : [value];
    return values.map((one): [string, string] => [key, textOf(one)]);
  });
}

export function formText(pairs: [string, string][]): string {
  return new URLSearchParams(pairs).toString();
}

/** The event of a request that came in. SCXML D.2.2: without a name it is that of the method. */
export function eventOfRequest(message: HttpMessage): EngineEvent {
  const { method, path } = message;
  const query = new URL(path, 'http://localhost').searchParams;
  const { named, ...content } = contentOf(message);
  return {
    name: query.get(NAME) ?? named ?? `HTTP.${method.toUpperCase()}`,
    type: 'external',
    origintype: HTTP_PROCESSOR,
    raw: requestText(message),
    ...content,
  };
}

/** A request as scripts see it in `_event.raw`. */
function requestText({ method, path, contentType, body }: HttpMessage): string {
  return `${method} ${path} HTTP/1.1\r\ncontent-type: ${contentType}\r\n\r\n${body}`;
}

function contentOf({ contentType, body }: HttpMessage): { named: string | null; data: Json; xml?: true } {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === FORM && (body.includes('=') || body === '')) {
    const form = new URLSearchParams(body);
    const named = form.get(NAME);
    form.delete(NAME);
    const values = Map.groupBy(form, ([name]) => name);
    const data = [...values].map(([name, list]) => [
      name,
      list.length > 1 ? list.map(([, one]) => one) : list[0]?.[1],
    ]);
    return { named, data: Object.fromEntries(data) as Json };
  }
  if (type === FORM) return { named: null, data: decoded(body) };
  if (/[/+]xml$/.test(type)) return { named: null, data: body, xml: true };
  return { named: null, data: /[/+]json$/.test(type) ? parsed(body) : body };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Text that is no JSON is text. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
