/**
 * Headers of an event that came as JSON: some hundred in several kilobytes, few of which are ever asked for. So they are
 * looked for in the text, and it is only read as a whole where that does not tell.
 */
export class JsonHeaders {
  readonly #text: string;
  #all: ReadonlyMap<string, string> | null = null;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Null for what cannot be an object. */
  static of(text: string): JsonHeaders | null {
    const trimmed = text.trim();
    return trimmed.startsWith('{') && trimmed.endsWith('}') ? new JsonHeaders(trimmed) : null;
  }

  /** Names without quotes and backslashes. */
  get(name: string): string | undefined {
    return this.#all ? this.#all.get(name) : this.#find(name);
  }

  /** All of them; none where the text is no JSON after all. */
  entries(): Iterable<[name: string, value: string]> {
    return this.#read().entries();
  }

  /** In JSON a quote within a name or a value has a backslash before it: what stands between quotes is one of them. */
  #find(name: string): string | undefined {
    const at = this.#text.indexOf(`"${name}"`);
    // A name may be written with escapes; FreeSWITCH has no reason to.
    if (at < 0) return this.#text.includes('\\u') ? this.#read().get(name) : undefined;
    const start = at + name.length + 4;
    if (!this.#text.startsWith(':"', start - 2)) return this.#read().get(name);
    const quoted = this.#text.slice(start - 1, this.#text.indexOf('"', start) + 1);
    return quoted.includes('\\') ? this.#read().get(name) : (copyOf(quoted) ?? this.#read().get(name));
  }

  #read(): ReadonlyMap<string, string> {
    this.#all ??= readAll(this.#text);
    return this.#all;
  }
}

/** A piece of a text keeps the whole text in memory for as long as it is kept itself, such as the id of a call. */
function copyOf(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function readAll(text: string): ReadonlyMap<string, string> {
  try {
    const parsed = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return new Map(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
  } catch {
    return new Map();
  }
}
