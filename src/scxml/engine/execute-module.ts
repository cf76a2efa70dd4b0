import type { JsonObject } from '../../core/json.ts';
import { isOrsLiteral } from '../ors/dialect.ts';
import type { ModuleElement } from '../chart/chart.ts';
import type { ElementNode } from '../step.ts';
import { paramsOf } from './values.ts';
import { emit, jsonOf, put, type Work } from './work.ts';

/** An element of a module: evaluated here, carried out outside. ORS: `requestid` is a location that gets the id. */
export function executeModuleElement(work: Work, element: ModuleElement): void {
  const node = nodeOf(work, element);
  const requestId = emit(work, element.kind, {
    attributes: node.attributes,
    params: paramsOf(work, element.params),
    children: node.children,
  });
  for (const { how, code } of element.attributes)
    if (how === 'location') work.model.assignValue(code.source, requestId);
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
