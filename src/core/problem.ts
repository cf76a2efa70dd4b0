/** One mistake in a file that people edit. Lines and columns count from 1. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  /** JSON Pointer to what is wrong, where more than the file makes the data. */
  pointer?: string;
  /** A short kebab-case name such as `step-missing`, listed in docs/reference/lint.md. */
  code: string;
  message: string;
  /** `error` keeps the file from going live, `warning` does not. */
  severity: 'error' | 'warning';
}

/** `file:line:column: code message`. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, code, message, pointer } = problem;
  return `${file}:${line}:${column}: ${code} ${message}${pointer === undefined ? '' : ` (${pointer})`}`;
}
