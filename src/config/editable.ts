import type { JsonObject } from '../core/json.ts';

/**
 * What of the configuration may be edited while servers run. The rest is where a server stands (ports, stores, switches)
 * or who may come in, and stays with the file.
 */
export const editableSections = [
  'services',
  'routing-points',
  'hours',
  'capacity',
  'numbers',
  'queues',
  'prompts',
  'priority-ageing',
  'not-ready-reasons',
  'dispositions',
] as const;

/** The editable sections of a document. */
export function editableOf(document: JsonObject): JsonObject {
  const sections: readonly string[] = editableSections;
  return Object.fromEntries(Object.entries(document).filter(([name]) => sections.includes(name)));
}
