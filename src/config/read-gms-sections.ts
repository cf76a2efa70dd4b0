import type { Json } from '../core/json.ts';

/** Options of an application of Configuration Server, by section and name. */
export type GmsSections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Exported option sections: as `[section]` and `name=value` lines (Configuration Manager; names and values may stand in
 * quotes), or as JSON, an object of objects.
 * @throws Error in words, with the line, for what is neither
 */
export function readGmsSections(text: string): GmsSections {
  const plain = text.replace(/^\uFEFF/, '');
  return plain.trimStart().startsWith('{') ? fromJson(plain) : fromLines(plain);
}

function fromJson(text: string): GmsSections {
  const sections = JSON.parse(text) as Json;
  if (!isMapping(sections) || !Object.values(sections).every(isMapping))
    throw new Error('the JSON is an object of sections, each an object of options');
  return Object.fromEntries(
    Object.entries(sections).map(([name, options]) => [
      name,
      Object.fromEntries(Object.entries(options as object).map(([key, value]) => [key, written(value as Json)])),
    ]),
  );
}

function fromLines(text: string): GmsSections {
  const sections = mapping<Record<string, string>>();
  let current: Record<string, string> | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const section = /^\[(.+)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      current = sections[unquoted(section)] ??= mapping();
      continue;
    }
    const at = line.indexOf('=');
    if (at <= 0 || !current) throw new Error(`line ${index + 1} is neither [section] nor name=value`);
    current[unquoted(line.slice(0, at))] = unquoted(line.slice(at + 1));
  }
  return sections;
}

/** Without a prototype: names come from outside. */
function mapping<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^"[\s\S]*"$/.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1).replaceAll('\\"', '"') : trimmed;
}

function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isMapping(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
