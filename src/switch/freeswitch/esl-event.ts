import { readHeaderLines, type EslMessage } from './esl-framing.ts';

/** A name, and what stands before it. */
const NAME_WITHIN = 64;

/** An event of the switch, its values decoded. */
export class EslEvent {
  readonly #values: ReadonlyMap<string, string> | Readonly<Record<string, unknown>>;
  readonly body: string | null;

  /** `values`: by name; an object as JSON has it, of some hundred values few of which are ever asked for. */
  constructor(
    values: ReadonlyMap<string, string> | Readonly<Record<string, unknown>>,
    body: string | null = null,
  ) {
    this.#values = values;
    this.body = body;
  }

  /** Such as `CHANNEL_ANSWER`; a CUSTOM event goes by its subclass, such as `avmd::beep`. */
  get name(): string {
    const name = this.get('Event-Name');
    return name === 'CUSTOM' ? this.get('Event-Subclass') : name;
  }

  /** The channel's UUID, '' for events that are no channel's. */
  get channel(): string {
    return this.get('Unique-ID');
  }

  /** When it happened by the switch's clock: epoch ms, with fractions. */
  get happenedAt(): number {
    return Number(this.get('Event-Date-Timestamp')) / 1000;
  }

  /** A value by its name, '' when it is not there. */
  get(name: string): string {
    const values = this.#values;
    if (values instanceof Map) return (values as ReadonlyMap<string, string>).get(name) ?? '';
    return Object.hasOwn(values, name) ? String((values as Readonly<Record<string, unknown>>)[name]) : '';
  }

  /** A channel variable, '' when it is not set. */
  variable(name: string): string {
    return this.get(`variable_${name}`);
  }

  /** All channel variables, without their prefix. */
  *variables(): Generator<[name: string, value: string]> {
    const values = this.#values instanceof Map ? this.#values : Object.entries(this.#values);
    for (const [name, value] of values as Iterable<[string, unknown]>)
      if (name.startsWith('variable_')) yield [name.slice('variable_'.length), String(value)];
  }
}

/** The event a message carries, or null when it carries none that can be read. */
export function readEvent(message: EslMessage): EslEvent | null {
  const type = message.headers.get('Content-Type');
  if (!message.body) return null;
  if (type === 'text/event-json') return readJsonEvent(message.body.toString('utf8'));
  if (type === 'text/event-plain') return readPlainEvent(message.body);
  return null;
}

/**
 * The name of an event, read without the rest of it: FreeSWITCH writes it first. Null when it does not stand there. All
 * CUSTOM events go by that name.
 */
export function eventNameOf({ body }: EslMessage): string | null {
  const start = body?.toString('latin1', 0, NAME_WITHIN) ?? '';
  return /^\{"Event-Name":\s*"([A-Z_]+)"/.exec(start)?.[1] ?? null;
}

/** The answer to `connect` is a whole event in the outer headers, every value of it URL-encoded. */
export function readChannelData(headers: ReadonlyMap<string, string>): EslEvent {
  return new EslEvent(decodeAll(headers));
}

/** Undoes URL encoding where it is there. Never throws: callers' names hold bare `%` signs. */
export function decodeValue(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (codes) =>
    Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function readJsonEvent(text: string): EslEvent | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const body = Object.hasOwn(parsed, '_body') ? String((parsed as { _body: unknown })._body) : null;
    return new EslEvent(parsed as Readonly<Record<string, unknown>>, body);
  } catch {
    return null;
  }
}

function readPlainEvent(body: Buffer): EslEvent {
  const end = body.indexOf('\n\n');
  const block = end < 0 ? body : body.subarray(0, end);
  const values = decodeAll(readHeaderLines(block.toString('utf8')));
  const inner = values.has('Content-Length') && end >= 0 ? body.subarray(end + 2).toString('utf8') : null;
  return new EslEvent(values, inner);
}

function decodeAll(headers: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...headers].map(([name, value]) => [name, decodeValue(value)]));
}
