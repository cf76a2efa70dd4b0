import type { ErrorObject, ValidateFunction } from 'ajv';

import { didYouMean } from './did-you-mean.ts';
import type { PositionedYaml, YamlPath } from './positioned-yaml.ts';
import type { Problem } from './problem.ts';

/**
 * Everything in `yaml` that its JSON Schema refuses, at its place in the file.
 * `validate` is compiled with `allErrors` and `verbose`.
 */
export function schemaProblems(yaml: PositionedYaml, validate: ValidateFunction): Problem[] {
  if (yaml.problems.length > 0 || validate(yaml.value)) return [];
  const problems = (validate.errors ?? []).flatMap((error) => problemOf(yaml, error) ?? []);
  return problems.filter((problem, index) => problems.findIndex((other) => same(other, problem)) === index);
}

function problemOf(yaml: PositionedYaml, error: ErrorObject): Problem | null {
  const path = pathOf(error.instancePath, yaml.value);
  // `if` only says which of its branches failed; the branch has said why.
  if (error.keyword === 'if') return null;
  if (error.keyword === 'additionalProperties') return unknownKey(yaml, error, path);
  const position = error.keyword === 'required' || error.keyword === 'not' ? yaml.keyAt(path) : yaml.at(path);
  return yaml.problemAt(position, 'schema', `${nameOf(path)} ${complaint(error)}`);
}

function unknownKey(yaml: PositionedYaml, error: ErrorObject, path: YamlPath): Problem {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
  const message = `${nameOf(path)} has no setting "${key}"${didYouMean(key, known)}`;
  return yaml.problemAt(yaml.keyAt([...path, key]), 'schema', message);
}

function complaint(error: ErrorObject): string {
  const expected: unknown = error.parentSchema?.['errorMessage'];
  switch (error.keyword) {
    case 'required':
      return `needs "${String(error.params['missingProperty'])}"`;
    case 'enum': {
      const allowed = (error.params['allowedValues'] as unknown[]).map(String);
      const near = typeof error.data === 'string' ? didYouMean(error.data, allowed) : '';
      return `must be one of ${allowed.join(', ')}${near}`;
    }
    case 'type':
      return `must be ${typeof expected === 'string' ? expected : [error.params['type']].flat().join(' or ')}`;
    default:
      return typeof expected === 'string' ? `must be ${expected}` : (error.message ?? 'is wrong');
  }
}

/** Ajv names a place with a JSON Pointer (RFC 6901); array indices become numbers again. */
function pathOf(pointer: string, root: unknown): (string | number)[] {
  let value = root;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(value) ? Number(key) : key;
      value = (value as Record<string, unknown> | undefined)?.[key];
      return step;
    });
}

function nameOf(path: YamlPath): string {
  return path.length === 0 ? 'the file' : path.join('.');
}

function same(one: Problem, other: Problem): boolean {
  return one.line === other.line && one.column === other.column && one.message === other.message;
}
