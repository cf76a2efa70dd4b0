import { readHeaderLines, type EslMessage } from './esl-framing.ts';

/** An event of the switch, its values decoded. */
export class EslEvent {
  readonly #values: ReadonlyMap<string, string>;
  readonly body: string | null;

  constructor(values: ReadonlyMap<string, string>, body: string | null = null) {
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
    return this.#values.get(name) ?? '';
  }

  /** A channel variable, '' when it is not set. */
  variable(name: string): string {
    return this.get(`variable_${name}`);
  }

  /** All channel variables, without their prefix. */
  *variables(): Generator<[name: string, value: string]> {
    for (const [name, value] of this.#values)
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
    const values = new Map(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
    return new EslEvent(values, values.get('_body') ?? null);
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
