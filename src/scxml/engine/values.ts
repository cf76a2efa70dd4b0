import type { Json, JsonObject } from '../../core/json.ts';
import type { Code, Content, Param, Value } from '../chart/chart.ts';
import type { EngineEvent } from '../step.ts';
import { formText, pairsIn } from '../http-message.ts';
import { jsonOf, put, type Work } from './work.ts';

/** What an event carries. */
export type EventData = Pick<EngineEvent, 'data' | 'xml' | 'repeated' | 'raw'>;

interface Named {
  namelist?: string[];
  params: Param[];
}

/** A value as text. */
export function textOf(work: Work, value: Value): string {
  if (value.kind === 'text') return value.text;
  const result = work.model.value(value.code.source);
  return typeof result === 'string' ? result : result === undefined ? '' : JSON.stringify(result);
}

/** `<content>`: data, or the text of an XML document. */
export function contentOf(work: Work, content: Code | Content): { data: Json; xml?: true } {
  if (!('data' in content)) {
    const { value, xml } = work.model.given(content.source);
    return xml ? { data: jsonOf(value), xml } : { data: jsonOf(value) };
  }
  return content.xml ? { data: content.data, xml: true } : { data: content.data };
}

/** What `namelist` and `param` hand over: of a name that comes twice the last counts, and a `param` before the list. */
export function namedValues(work: Work, named: Named): JsonObject {
  const values: JsonObject = {};
  for (const { name, value } of pairsOf(work, named)) put(values, name, value);
  return values;
}

/** The same as the data of an event; XML is told apart. */
export function namedData(work: Work, named: Named): EventData {
  const data: JsonObject = {};
  const pairs = pairsOf(work, named);
  for (const { name, value } of pairs) put(data, name, value);
  return { data, ...xmlAmong(pairs) };
}

/** The same for a message, which leaves nothing out: of a name that comes twice all values are there. SCXML §6.2 */
export function messageData(work: Work, named: Named): EventData {
  const pairs = pairsOf(work, named);
  const values = Map.groupBy(pairs, ({ name }) => name);
  const repeated = [...values].filter(([, list]) => list.length > 1).map(([name]) => name);
  const data: JsonObject = {};
  for (const [name, list] of values) {
    const [only] = list;
    put(data, name, list.length === 1 && only ? only.value : list.map(({ value }) => value));
  }
  const single = pairs.filter(({ name }) => !repeated.includes(name));
  if (repeated.length === 0) return { data, ...xmlAmong(single) };
  return { data, ...xmlAmong(single), repeated, raw: formText(pairsIn(data, repeated)) };
}

interface Pair {
  name: string;
  value: Json;
  xml: boolean;
}

function pairsOf({ model }: Work, { namelist = [], params }: Named): Pair[] {
  const sources = [
    ...namelist.map((name) => ({ name, source: name })),
    ...params.map(({ name, value: { source } }) => ({ name, source })),
  ];
  return sources.map(({ name, source }) => {
    const { value, xml = false } = model.given(source);
    return { name, value: jsonOf(value), xml };
  });
}

function xmlAmong(pairs: Pair[]): Pick<EngineEvent, 'xml'> {
  const names = pairs.filter(({ xml }) => xml).map(({ name }) => name);
  return names.length > 0 ? { xml: names } : {};
}
