import { elementsOf, parseXml, type XmlElement } from './xml/parse-xml.ts';

/** A parameter whose macro nobody filled in, such as `[CED]`. */
const UNFILLED = /^\[[A-Z]+(?:\.[^\]]*)?\]$/;

/**
 * A document in which data of the top level have the values given for them: what is true here of a session that is
 * started with parameters is then true wherever the document runs. Values become texts; names it does not declare, and
 * data that come from a file, are left alone.
 */
export function withGivenData(text: string, values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values);
  const { root } = names.length === 0 ? { root: null } : parseXml(text, '');
  if (!root) return text;
  const edits = elementsOf(root)
    .filter(({ name }) => name === 'datamodel')
    .flatMap(elementsOf)
    .flatMap((data) => {
      const value = values[data.attributes.get('id') ?? ''];
      return value === undefined || data.attributes.has('src') ? [] : [edit(text, data, value)];
    });
  // From the end, so that places before an edit stay where they are.
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((changed, { from, to, put }) => changed.slice(0, from) + put + changed.slice(to), text);
}

interface Edit {
  from: number;
  to: number;
  put: string;
}

function edit(text: string, { valueOffsets }: XmlElement, value: string): Edit {
  const expression = escaped(JSON.stringify(UNFILLED.test(value) ? '' : value));
  const at = valueOffsets.get('expr');
  if (at !== undefined) return { from: at, to: endOfValue(text, at), put: expression };
  const end = endOfValue(text, valueOffsets.get('id') ?? 0) + 1;
  return { from: end, to: end, put: ` expr="${expression}"` };
}

/** A value ends with the quote it begins with. */
function endOfValue(text: string, from: number): number {
  return text.indexOf(text.charAt(from - 1), from);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
