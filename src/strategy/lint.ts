import type { Problem } from '../core/problem.ts';
import { compileChart } from '../scxml/compile.ts';
import { moduleRegistry } from './registry.ts';

/** What is wrong with a strategy document, every mistake at once. */
export function strategyProblems(file: string, text: string): Problem[] {
  return compileChart({ text, file, registry: moduleRegistry }).problems;
}
