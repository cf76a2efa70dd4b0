import { Ajv2020 } from 'ajv/dist/2020.js';

import { PositionedYaml } from '../../core/positioned-yaml.ts';
import type { Problem } from '../../core/problem.ts';
import { schemaProblems } from '../../core/schema-problems.ts';
import type { JsonObject } from '../../core/json.ts';
import { givenSchema, testSchema } from './test-schema.ts';

/** What a test takes for granted. */
export interface Given {
  /** How long the caller would wait, `6m`; nobody waits when left out. */
  wait?: string;
  position?: number;
  /** The wait from which on a callback is offered, `1m`; that of the service when left out. */
  threshold?: string;
  caller?: string;
  called?: string;
  now?: string;
  /** Weekly office hours, `Mon-Fri 08:00-18:00`, UTC; round the clock when left out. */
  hours?: string;
  /** `_` options of the service. */
  options?: JsonObject;
  /** Callbacks that wait already. */
  callbacks?: { number: string; at?: string }[];
  /** Questions that are answered with this outcome (and values) whatever they ask; `error` fails. */
  answers?: Record<string, string | { outcome: string; values?: JsonObject }>;
  /** Values that the dialog is started with. */
  values?: JsonObject;
}

/** What is heard up to the next time the dialog listens, and what the caller does then. */
export interface Turn {
  hears?: string;
  /** Names of the prompts, in order. */
  prompts?: string[];
  presses?: string | number;
  /** From here on the page server cannot be reached. */
  unreachable?: boolean;
}

export interface DialogTest {
  name: string;
  given: Given;
  turns: Turn[];
  expect: {
    /** Members that the result has. */
    result?: JsonObject;
    /** The callback that the caller booked. */
    booked?: { number: string; at?: string; kvps?: JsonObject };
    /** State and reason of the first of the `given.callbacks` at the end. */
    callback?: string;
  };
}

export interface TestFile {
  yaml: PositionedYaml;
  dialog: string;
  /** Locale in which `hears` is written. */
  language: string;
  tests: DialogTest[];
}

const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(testSchema);

const validateGiven = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(givenSchema);

/** What is wrong with something that a walk is to take for granted, in sentences. */
export function givenMistakes(given: JsonObject): string[] {
  const yaml = new PositionedYaml('given', JSON.stringify(given));
  return schemaProblems(yaml, validateGiven).map(({ message }) => message);
}

/** Reads dialogs/tests/*.yaml; `file` is null when there are problems. */
export function readTests(name: string, text: string): { file: TestFile | null; problems: Problem[] } {
  const yaml = new PositionedYaml(name, text);
  const problems = [...yaml.problems, ...schemaProblems(yaml, validate)];
  if (problems.length > 0) return { file: null, problems };
  const raw = yaml.value as {
    dialog: string;
    language?: string;
    tests: (Omit<DialogTest, 'given'> & { given?: Given })[];
  };
  const tests = raw.tests.map((test) => ({ ...test, given: test.given ?? {} }));
  return { file: { yaml, dialog: raw.dialog, language: raw.language ?? 'en-US', tests }, problems };
}
