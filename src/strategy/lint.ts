import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/problem.ts';
import { createChartLinter } from '../scxml/chart-linter.ts';
import { fileIn } from '../scxml/file-address.ts';
import { compileChart } from '../scxml/compile.ts';
import { isPart } from '../scxml/ors/splice.ts';
import { parseXml } from '../scxml/xml/parse-xml.ts';
import { chartFiles, chartPath } from './chart-files.ts';
import { moduleRegistry } from './registry.ts';

/** What is wrong with a strategy document, every mistake at once. `files`: those of its set, by path. */
export function strategyProblems(file: string, text: string, files: Record<string, string> = {}): Problem[] {
  const beside = chartFiles(files);
  const resolve = (address: string): string | null => fileIn(beside, address);
  return compileChart({ text, file, path: chartPath(file), registry: moduleRegistry, resolve }).problems;
}

/** True for a document that is written to be included by others, and begins nothing itself. */
export function isPartDocument(text: string): boolean {
  const { root } = parseXml(text, '');
  return root !== null && isPart(root);
}

interface StrategyLinter {
  /** `files`: those of its set, by path. */
  lint: (file: string, text: string, files?: Record<string, string>) => Promise<Problem[]>;
  close(): Promise<void>;
}

/** The same in a thread of its own. */
export function createStrategyLinter(clock: Clock): StrategyLinter {
  const linter = createChartLinter({ clock, registry: moduleRegistry });
  const beside = (
    file: string,
    files: Record<string, string>,
  ): { path: string; files: Record<string, string> } => ({
    path: chartPath(file),
    files: chartFiles(files),
  });
  return { ...linter, lint: (file, text, files = {}) => linter.lint(file, text, beside(file, files)) };
}
