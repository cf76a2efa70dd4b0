import { readHeaderLines, type EslMessage } from './esl-framing.ts';
import { JsonHeaders } from './json-headers.ts';

/** A name, and what stands before it. */
const NAME_WITHIN = 64;

/** Values by name. */
interface Headers {
  get(name: string): string | undefined;
  entries(): Iterable<[name: string, value: string]>;
}

/** An event of the switch, its values decoded. */
export class EslEvent {
  readonly #headers: Headers;
  readonly #body: string | null;

  constructor(headers: Headers, body: string | null = null) {
    this.#headers = headers;
    this.#body = body;
  }

  get body(): string | null {
    return this.#body ?? this.#headers.get('_body') ?? null;
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
    return this.#headers.get(name) ?? '';
  }

  /** A channel variable, '' when it is not set. */
  variable(name: string): string {
    return this.get(`variable_${name}`);
  }

  /** All channel variables, without their prefix. */
  *variables(): Generator<[name: string, value: string]> {
    for (const [name, value] of this.#headers.entries())
      if (name.startsWith('variable_')) yield [name.slice('variable_'.length), value];
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
  const headers = JsonHeaders.of(text);
  return headers && new EslEvent(headers);
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
