import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';

import type { ConfigurationGround, RevisedConfiguration } from '../callback/configuration-ground.ts';
import type { Configuration } from '../callback/configuration.ts';
import { messageOf } from '../core/errors.ts';
import { contentHash } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import { schemaProblems } from '../core/schema-problems.ts';
import { emptyCountries } from './check-numbers.ts';
import { unmetTargets, type TargetChecks } from './check-targets.ts';
import { completeConfiguration } from './complete-configuration.ts';
import { configurationSchema, type RawConfiguration } from './configuration-schema.ts';
import { crossCheck } from './cross-checks.ts';
import { editableOf } from './editable.ts';
import { applyEnvironment, type Environment } from './environment.ts';

const DEFAULT_FILE = 'config/ringback.yaml';

const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(configurationSchema);

export interface ConfigurationSource {
  /** Path of the file; RINGBACK_CONFIG, then config/ringback.yaml, when left out. */
  file?: string;
  /** PORT, HOST, RINGBACK_DATA and RINGBACK_CONFIG; the process's own environment when left out. */
  environment?: Environment;
  /** Checks the targets of queues and services. */
  targets?: TargetChecks;
}

export type LoadedConfiguration =
  | { configuration: Configuration; file: string; warnings: Problem[]; ground: ConfigurationGround }
  | { problems: Problem[]; file: string };

/** Reads, checks and completes the configuration. Every mistake is reported at once; it never throws. */
export function loadConfiguration(source: ConfigurationSource = {}): LoadedConfiguration {
  const environment = source.environment ?? process.env;
  const file = source.file ?? (environment['RINGBACK_CONFIG'] || DEFAULT_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const message = `the configuration cannot be read: ${messageOf(error)}`;
    return { file, problems: [{ file, line: 1, column: 1, code: 'file', message, severity: 'error' }] };
  }
  const check = (overlay: JsonObject | null): RevisedConfiguration => {
    const checked = checkConfiguration(new PositionedYaml(file, text, overlay), source.targets);
    const given = applyEnvironment(checked.configuration, environment);
    const problems = [...checked.problems, ...given.problems];
    if (problems.length > 0 || !given.configuration) return { problems };
    return { configuration: given.configuration, warnings: checked.warnings };
  };
  const loaded = check(null);
  if ('problems' in loaded) return { file, ...loaded };
  const document = editableOf(new PositionedYaml(file, text).value as JsonObject);
  return { file, ...loaded, ground: { file, hash: contentHash(text), document, with: check } };
}

function checkConfiguration(
  yaml: PositionedYaml,
  targets?: TargetChecks,
): { configuration: Configuration | null; problems: Problem[]; warnings: Problem[] } {
  const found = [...yaml.problems, ...schemaProblems(yaml, validate)];
  if (found.length > 0) return { configuration: null, problems: found, warnings: [] };
  const raw = yaml.value as RawConfiguration;
  const problems = crossCheck(yaml, raw, targets);
  if (problems.length > 0) return { configuration: null, problems, warnings: [] };
  const warnings = [...emptyCountries(yaml, raw), ...(targets ? unmetTargets(yaml, raw, targets) : [])];
  return { configuration: completeConfiguration(raw), problems, warnings };
}
