import { Ajv2020 } from 'ajv/dist/2020.js';

import { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import { schemaProblems } from '../core/schema-problems.ts';
import { dialogSchema, type RawDialog } from './dialog-schema.ts';
import type { ReadDialog } from './lint-prompts.ts';

const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(dialogSchema);

/** Reads a dialog file; null when it is not of the form that its schema wants. */
export function readDialog(file: string, text: string): { dialog: ReadDialog | null; problems: Problem[] } {
  const yaml = new PositionedYaml(file, text);
  const problems = [...yaml.problems, ...schemaProblems(yaml, validate)];
  return { dialog: problems.length === 0 ? { yaml, raw: yaml.value as RawDialog } : null, problems };
}
