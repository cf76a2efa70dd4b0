/** One mistake in a file that people edit. Lines and columns count from 1. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  /** A short kebab-case name such as `step-missing`, listed in docs/reference/lint.md. */
  code: string;
  message: string;
  /** `error` keeps the file from going live, `warning` does not. */
  severity: 'error' | 'warning';
}

/** `file:line:column: code message`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.code} ${problem.message}`;
}
