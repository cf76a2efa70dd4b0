import type { Json } from './json.ts';

const HIDDEN = '***';
/** What is shorter may stand in other texts by chance. */
const SHORTEST = 4;

/** Whether the values of a key are hidden, however it is written. */
export function isHidden(key: string, hidden: readonly string[]): boolean {
  const name = key.toLowerCase();
  return hidden.some((one) => one.toLowerCase() === name);
}

/**
 * A copy of a document in which nobody reads the values of these keys: at any depth, in texts that are JSON, and where
 * another text repeats one of four characters or more. Of a list each entry is a document by itself.
 */
export function redact<Document>(document: Document, hidden: readonly string[]): Document {
  if (hidden.length === 0) return document;
  if (Array.isArray(document)) return document.map((one: unknown) => redact(one, hidden)) as Document;
  const values = new Set<string>();
  collect(document, { hidden, values, inside: false });
  // The longest first: one may be part of another.
  const secrets = [...values].sort((a, b) => b.length - a.length);
  return cover(document, { hidden, secrets }) as Document;
}

function collect(
  given: unknown,
  { hidden, values, inside }: { hidden: readonly string[]; values: Set<string>; inside: boolean },
): void {
  if (inside && isScalar(given) && String(given).length >= SHORTEST) values.add(String(given));
  const within = typeof given === 'string' ? jsonIn(given) : given;
  for (const [key, value] of entriesOf(within))
    collect(value, { hidden, values, inside: inside || isHidden(key, hidden) });
}

function cover(
  given: unknown,
  { hidden, secrets }: { hidden: readonly string[]; secrets: readonly string[] },
): unknown {
  if (typeof given === 'string') {
    const within = jsonIn(given);
    if (within !== null) return JSON.stringify(cover(within, { hidden, secrets }));
    return secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), given);
  }
  if (Array.isArray(given)) return given.map((one: unknown) => cover(one, { hidden, secrets }));
  if (!isPlain(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      isHidden(key, hidden) ? blank(value) : cover(value, { hidden, secrets }),
    ]),
  );
}

/** The same shape with nothing in it. */
function blank(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(blank);
  if (isPlain(given))
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, blank(value)]));
  return given === null || given === undefined ? given : HIDDEN;
}

/** The object or list that a text is; null for any other text. */
function jsonIn(text: string): Json {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function entriesOf(given: unknown): [string, unknown][] {
  return Array.isArray(given) || isPlain(given) ? Object.entries(given) : [];
}

function isPlain(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && !(given instanceof Error);
}

function isScalar(given: unknown): given is string | number {
  return typeof given === 'string' || typeof given === 'number';
}
