import type { JsonObject } from '../../core/json.ts';
import { isOrsLiteral } from '../ors/dialect.ts';
import type { ModuleElement } from '../chart/chart.ts';
import type { ElementNode } from '../step.ts';
import { namedValues } from './values.ts';
import { noteRequest } from './requests.ts';
import { emit, jsonOf, nextRequestId, put, type Work } from './work.ts';

/** An element of a module: evaluated here, carried out outside. ORS: `requestid` is a location that gets the id. */
export function executeModuleElement(work: Work, element: ModuleElement): void {
  const { attributes, children } = nodeOf(work, element);
  const params = namedValues(work, element);
  // First: what the document could not tell its result by is not begun.
  for (const { name, how, code } of element.attributes) {
    const about = how === 'request' ? requestIn(work, code.source) : null;
    if (about) put(attributes, name, about.id);
    if (how === 'location' || (about && !about.waits))
      work.model.assignValue(code.source, nextRequestId(work));
  }
  const { request: spec, kind } = element;
  if (spec) noteRequest(work, { id: nextRequestId(work), kind }, { spec, attributes });
  emit(work, kind, { attributes, params, children });
}

/** The request that a `requestid` names, and whether its result is still awaited: then its id stays where it is. */
function requestIn({ model, snapshot }: Work, source: string): { id: string; waits: boolean } {
  const value = model.isUnknownName(source) ? null : model.value(source);
  const id = typeof value === 'string' ? value : '';
  return { id, waits: snapshot.requests.some((request) => request.id === id) };
}

function nodeOf(work: Work, element: ModuleElement): ElementNode {
  const attributes: JsonObject = {};
  for (const { name, how, code } of element.attributes) {
    if (how === 'literal') put(attributes, name, code.source);
    else if (how === 'expr') put(attributes, name, valueOf(work, code.source));
  }
  return { name: element.name, attributes, children: element.children.map((child) => nodeOf(work, child)) };
}

function valueOf(work: Work, source: string): JsonObject[string] {
  // ORS: to="__STOP__" is written without quotes in many documents.
  if (isOrsLiteral(source) && work.model.isUnknownName(source)) return source.trim();
  return jsonOf(work.model.value(source));
}
