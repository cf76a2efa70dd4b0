import { didYouMean } from '../core/did-you-mean.ts';
import type { Position, PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawDialog } from './dialog-schema.ts';
import { pathsOf } from './expression.ts';
import { ExpressionError, parseExpression } from './parse-expression.ts';
import { expressionsOf } from './raw-references.ts';

/** Values every dialog has: who calls, the service's settings, the time (epoch seconds), and the locale. */
const givenValues = ['caller', 'service', 'now', 'language'] as const;

/** Names a step may not give to its own values. */
const reserved = ['caller', 'service', 'now', 'attach', 'choices', 'choice', 'key', 'refused', 'profile'];

/** Names of the values a dialog can use. */
export function valuesOf(raw: RawDialog): string[] {
  const kept = Object.values(raw.steps).flatMap((step) => [step.into ?? []].flat());
  const set = Object.values(raw.steps).flatMap((step) => Object.keys(step.set ?? {}));
  return [...givenValues, ...(raw.values ?? []), ...kept, ...set];
}

/** Conditions and values that cannot be read, or name a value that never gets there. */
export function lintValues(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  const known = valuesOf(raw);
  const expressions = expressionsOf(raw).flatMap(({ text, path, key }) => {
    const start = key ? yaml.withinKey(path, text) : yaml.within(path, text);
    return expressionProblems(yaml, text, start, known);
  });
  const names = Object.entries(raw.steps).flatMap(([name, step]) => [
    ...[step.into ?? []]
      .flat()
      .filter((value) => reserved.includes(value))
      .map((value) => ownValue(yaml, value, yaml.within(['steps', name, 'into'], value))),
    ...Object.keys(step.set ?? {})
      .filter((value) => reserved.includes(value))
      .map((value) => ownValue(yaml, value, yaml.keyAt(['steps', name, 'set', value]))),
  ]);
  return [...expressions, ...names];
}

function ownValue(yaml: PositionedYaml, value: string, position: Position): Problem {
  return yaml.problemAt(position, 'schema', `"${value}" is a value of Ringback's own`);
}

function expressionProblems(yaml: PositionedYaml, text: string, start: Position, known: string[]): Problem[] {
  const at = (offset: number): Position => ({ line: start.line, column: start.column + offset });
  try {
    return pathsOf(parseExpression(text)).flatMap(({ path: [root = ''], offset }) => {
      if (known.includes(root)) return [];
      const message = `there is no value "${root}"${didYouMean(root, known)}`;
      return [yaml.problemAt(at(offset), 'value-unknown', message)];
    });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [yaml.problemAt(at(error.offset), 'expression', error.message)];
  }
}
