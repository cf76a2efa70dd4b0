/** One message of the event socket: a header block and, when it names a Content-Length, a body of that many bytes. */
export interface EslMessage {
  headers: ReadonlyMap<string, string>;
  body: Buffer | null;
}

/** The peer sent something that cannot be event socket traffic; the connection is of no more use. */
export class EslFramingError extends Error {
  override readonly name = 'EslFramingError';
}

const HEADER_BLOCK_LIMIT = 256 * 1024;
const BODY_LIMIT = 32 * 1024 * 1024;
const LINE_FEED = 0x0a;
const END_OF_HEADERS = '\n\n';

/**
 * Cuts a byte stream into messages. It works on bytes from end to end: Content-Length counts bytes, and a segment
 * may end in the middle of a character, so nothing is decoded before a whole header block is there.
 */
export class EslFraming {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Headers of the message whose body has not all come. */
  #headers: ReadonlyMap<string, string> | null = null;
  #bodyLength = 0;

  /** Takes the next bytes off the wire and gives the messages they complete. Throws EslFramingError. */
  push(chunk: Buffer): EslMessage[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const messages: EslMessage[] = [];
    for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): EslMessage | null {
    if (!this.#headers && !this.#readHeaders()) return null;
    const headers = this.#headers;
    if (!headers || this.#size < this.#bodyLength) return null;
    this.#headers = null;
    return { headers, body: headers.has('Content-Length') ? this.#take(this.#bodyLength) : null };
  }

  #readHeaders(): boolean {
    this.#skipLineFeeds();
    const bytes = this.#join();
    const end = bytes.indexOf(END_OF_HEADERS);
    if (Math.max(end, end < 0 ? bytes.length : 0) > HEADER_BLOCK_LIMIT)
      throw new EslFramingError(`a header block is longer than ${HEADER_BLOCK_LIMIT} bytes`);
    if (end < 0) return false;
    this.#headers = readHeaderLines(this.#take(end + END_OF_HEADERS.length).toString('utf8'));
    this.#bodyLength = contentLength(this.#headers);
    return true;
  }

  /** A body may end with one more line feed than it counted. */
  #skipLineFeeds(): void {
    if (this.#size === 0) return;
    const bytes = this.#join();
    let start = 0;
    while (bytes[start] === LINE_FEED) start++;
    if (start > 0) this.#take(start);
  }

  #take(length: number): Buffer {
    const bytes = this.#join();
    const rest = bytes.subarray(length);
    this.#chunks = rest.length ? [rest] : [];
    this.#size = rest.length;
    return bytes.subarray(0, length);
  }

  #join(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }
}

/** `Name: value` lines, values as they stand on the wire. A line without a colon is dropped; the first of a name counts. */
export function readHeaderLines(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function contentLength(headers: ReadonlyMap<string, string>): number {
  const text = headers.get('Content-Length');
  if (text === undefined) return 0;
  if (!/^[0-9]{1,9}$/.test(text) || Number(text) > BODY_LIMIT)
    throw new EslFramingError(`Content-Length "${text}" cannot be`);
  return Number(text);
}
