import { compileChart } from '../../src/scxml/compile.ts';
import type { Chart } from '../../src/scxml/chart/chart.ts';
import { moduleRegistry } from '../../src/strategy/registry.ts';

/** The chart of a document with this content. */
export function chartOf(content: string): Chart {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">${content}</scxml>`;
  const { chart, problems } = compileChart({ text, file: 'chart.scxml', registry: moduleRegistry });
  if (!chart) throw new Error(problems.map(({ message }) => message).join('; '));
  return chart;
}
