import type { OutsideRequest } from '../../app/ask-outside.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  childrenOf,
  inBackground,
  numberOf,
  objectOf,
  paramsOf,
  refuse,
  textOf,
  type Tools,
} from '../module.ts';
import { NoAnswer, requestOutside, type OutsideAnswer } from '../request-outside.ts';

const methods = ['get', 'post', 'put', 'delete', 'head', 'options', 'patch'];
/** Pauses before it is tried again, ms. */
const PAUSES_MS = [1_000, 3_000];
/** What fits in the journal with the rest of an event. */
const MOST_BYTES = 48_000;

/** `session:fetch`: what an address of the allow-list answers. Tried three times; its key stays the same. */
export function fetchPage(action: ActionRow, _session: SessionRow, tools: Tools): Promise<void> {
  const wanted = requestOf(action);
  if (typeof wanted === 'string')
    return refuse(action, tools, { error: 'invalidattribute', description: wanted });
  inBackground(action, tools, async () => {
    const { answer, why } = await persistently(tools, wanted);
    if (!answer)
      return refuse(action, tools, {
        error: why.certain ? 'invalidattribute' : 'remote',
        description: why.message,
      });
    const { status, headers } = answer;
    if (status < 200 || status >= 300) {
      const description = `${new URL(wanted.url).host} answered ${status}`;
      return refuse(action, tools, {
        error: `protocol.${status}`,
        description,
        content: answer.body.slice(0, 2_000),
      });
    }
    const content = contentOf(answer, textOf(attributesOf(action), 'type'));
    return tools.result(action, 'session.fetch.done', { content, hints: headers, status });
  });
  return Promise.resolve();
}

type Outcome = { answer: OutsideAnswer; why: null } | { answer: null; why: NoAnswer };

/** No answer, and one of a server in trouble (5xx), may be better the next time. */
async function persistently({ app }: Tools, wanted: OutsideRequest): Promise<Outcome> {
  const parts = { clock: app.clock, rules: app.config().sessionEvents };
  for (let attempt = 0; ; attempt++) {
    const outcome = await once(wanted, parts);
    const pause = PAUSES_MS[attempt];
    const final = outcome.answer ? outcome.answer.status < 500 : outcome.why.certain;
    if (final || pause === undefined) return outcome;
    await new Promise<void>((resolve) => app.clock.at(app.clock.now() + pause, resolve));
  }
}

async function once(wanted: OutsideRequest, parts: Parameters<typeof requestOutside>[1]): Promise<Outcome> {
  try {
    return { answer: await requestOutside(wanted, parts), why: null };
  } catch (error) {
    if (error instanceof NoAnswer) return { answer: null, why: error };
    throw error;
  }
}

/** The request, or what is wrong with it. */
function requestOf(action: ActionRow): OutsideRequest | string {
  const attributes = attributesOf(action);
  const address = textOf(attributes, 'srcexpr') || textOf(attributes, 'src');
  const method = textOf(attributes, 'method').toLowerCase() || 'get';
  if (!methods.includes(method)) return `the method "${method.slice(0, 20)}" is not spoken here`;
  if (!URL.canParse(address)) return `"${address.slice(0, 100)}" is no address`;
  const url = new URL(address);
  const params = paramsOf(action);
  const inside = childrenOf(action).find(({ name }) => name === 'content')?.attributes;
  // Composer 8.1.5 writes it with an underscore.
  const content = inside?.['expr'] ?? inside?.['_expr'];
  const headers = headersOf(attributes['headers'] ?? null);
  if (typeof headers === 'string') return headers;
  const asks = method === 'get' || method === 'head' || method === 'delete';
  if (asks) for (const name of Object.keys(params)) url.searchParams.set(name, textOf(params, name));
  const body = asks ? { type: '', text: '' } : bodyOf(textOf(attributes, 'enctype'), params, content ?? null);
  return {
    url: url.href,
    method: method.toUpperCase(),
    headers: {
      accept: '*/*',
      ...headers,
      'idempotency-key': textOf(objectOf(attributes, 'hints'), 'idempotencykey') || action.id,
      ...(body.type === '' ? {} : { 'content-type': body.type }),
    },
    body: body.text,
    limitMs: Math.min(120, Math.max(1, numberOf(attributes, 'timeout', 15))) * 1000,
    mostBytes: MOST_BYTES,
  };
}

/** Those that say how the request is carried are its own. */
const OWN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*)$/i;

/** Headers that a document adds, or what is wrong with them. */
function headersOf(given: Json): Record<string, string> | string {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(objectOf({ given }, 'given'))) {
    const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    if (!/^[\w!#$%&'*+.^|~-]+$/.test(name) || OWN_HEADERS.test(name) || !/^[\t\x20-\x7e]*$/.test(text))
      return `the header "${name.slice(0, 50)}" cannot be sent`;
    headers[name.toLowerCase()] = text;
  }
  return headers;
}

function bodyOf(enctype: string, params: JsonObject, content: Json): { type: string; text: string } {
  if (content !== null) {
    const isText = typeof content === 'string';
    return {
      type: enctype || (isText ? 'text/plain' : 'application/json'),
      text: isText ? content : JSON.stringify(content),
    };
  }
  if (enctype.includes('json')) return { type: enctype, text: JSON.stringify(params) };
  const form = new URLSearchParams(
    Object.keys(params).map((name): [string, string] => [name, textOf(params, name)]),
  );
  return { type: 'application/x-www-form-urlencoded', text: form.toString() };
}

/** JSON as its value when it says so, or when it is asked for; anything else as text. */
function contentOf({ headers, body }: OutsideAnswer, type: string): Json {
  if (!/json/i.test(`${headers['content-type'] ?? ''} ${type}`)) return body;
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
