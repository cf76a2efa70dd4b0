import type { Json, JsonObject } from '../../core/json.ts';
import type { Code, Content, Param, Value } from '../chart/chart.ts';
import { jsonOf, put, type Work } from './work.ts';

/** A value as text. */
export function textOf(work: Work, value: Value): string {
  if (value.kind === 'text') return value.text;
  const result = work.model.value(value.code.source);
  return typeof result === 'string' ? result : result === undefined ? '' : JSON.stringify(result);
}

export function paramsOf(work: Work, params: Param[]): JsonObject {
  const data: JsonObject = {};
  for (const { name, value } of params) put(data, name, jsonOf(work.model.value(value.source)));
  return data;
}

/** `<content>`: data, or the text of an XML document. */
export function contentOf(work: Work, content: Code | Content): { data: Json; xml?: true } {
  if (!('data' in content)) return { data: jsonOf(work.model.value(content.source)) };
  return content.xml ? { data: content.data, xml: true } : { data: content.data };
}

/** What `namelist` and `param` hand over: of a name in both the `param` counts. */
export function namedData(
  work: Work,
  { namelist, params }: { namelist: string[]; params: Param[] },
): JsonObject {
  const data: JsonObject = {};
  for (const name of namelist) put(data, name, jsonOf(work.model.value(name)));
  return { ...data, ...paramsOf(work, params) };
}
