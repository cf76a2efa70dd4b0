import type { Problem } from '../core/problem.ts';
import { chartDiagram } from '../scxml/chart-diagram.ts';
import { compileChart } from '../scxml/compile.ts';
import { moduleRegistry } from './registry.ts';

/**
 * The diagram of a strategy document; null when it has errors, which are in `problems`. `resolve` gives the text of a
 * file it names by `src`, null when there is none.
 */
export function drawnStrategy(
  file: string,
  text: string,
  resolve: (address: string) => string | null,
): { diagram: ReturnType<typeof chartDiagram> | null; problems: Problem[] } {
  const { chart, problems } = compileChart({ text, file, registry: moduleRegistry, resolve });
  return { diagram: chart && chartDiagram(chart, chart.name === '' ? file : chart.name), problems };
}
