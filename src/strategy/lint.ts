import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/problem.ts';
import { createChartLinter, type ChartLinter } from '../scxml/chart-linter.ts';
import { fileIn } from '../scxml/file-address.ts';
import { compileChart } from '../scxml/compile.ts';
import { chartFiles } from './chart-files.ts';
import { moduleRegistry } from './registry.ts';

/** What is wrong with a strategy document, every mistake at once. `files`: those of its set, by path. */
export function strategyProblems(file: string, text: string, files: Record<string, string> = {}): Problem[] {
  const beside = chartFiles(files);
  const resolve = (address: string): string | null => fileIn(beside, address);
  return compileChart({ text, file, registry: moduleRegistry, resolve }).problems;
}

/** The same in a thread of its own. */
export function createStrategyLinter(clock: Clock): ChartLinter {
  const linter = createChartLinter({ clock, registry: moduleRegistry });
  return { ...linter, lint: (file, text, files = {}) => linter.lint(file, text, chartFiles(files)) };
}
