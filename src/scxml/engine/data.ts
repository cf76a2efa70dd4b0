import type { StateNode } from '../chart/chart.ts';
import { caught } from './execute.ts';
import type { Work } from './work.ts';

/** Gives a state's data their values; what the session was started with wins at the top level. SCXML §5.3 */
export function declareData(work: Work, state: StateNode): void {
  const { params } = work.inputs;
  for (const { id, value, line } of state.data) {
    try {
      work.model.declare(id);
      const given = state.index === 0 && Object.hasOwn(params, id) ? params[id] : undefined;
      if (given !== undefined) work.model.set(id, given);
      else if (value?.kind === 'code') work.model.evaluateInto(id, value.code.source);
      else if (value?.kind === 'text') work.model.set(id, value.text);
      else if (value?.xml) work.model.setXml(id, value.data);
      else if (value) work.model.set(id, value.data);
    } catch (error) {
      caught(work, error, line);
    }
  }
}
