import { durationPattern } from '../core/duration.ts';

/** How a call can leave a dialog. */
const endings = ['queue', 'hangup', 'reject', 'connect', 'transfer'] as const;

/** A step is of the kind its first of these keys names. */
export const stepKinds = ['say', 'menu', 'collect', 'ask', 'choose', 'when', 'page', 'end'] as const;

const namePattern = '^[A-Za-z_][A-Za-z0-9_-]{0,63}$';
const step = { type: 'string', pattern: namePattern, errorMessage: 'the name of a step' };
const prompt = { type: 'string', pattern: namePattern, errorMessage: 'the name of a prompt' };
const question = { type: 'string', pattern: namePattern, errorMessage: 'the name of a question' };
const variable = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
  errorMessage: 'a name of letters, digits, - and _',
};
const variables = {
  type: ['string', 'array'],
  pattern: variable.pattern,
  items: variable,
  minItems: 1,
  errorMessage: 'the name of a value, or a list of them',
};
const condition = { type: 'string', minLength: 1, maxLength: 500, errorMessage: 'a condition' };
const duration = { type: 'string', pattern: durationPattern, errorMessage: 'a duration such as 500ms or 5s' };
const tries = { type: 'integer', minimum: 1, maximum: 9, errorMessage: 'a whole number from 1 to 9' };
const assignments = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 500 },
  errorMessage: 'a mapping of names to values',
};
const settings = {
  ...assignments,
  propertyNames: variable,
  errorMessage: 'a mapping of names to values',
};
const prompts = {
  type: ['string', 'array'],
  pattern: namePattern,
  items: prompt,
  minItems: 1,
  errorMessage: 'the name of a prompt, or a list of them',
};
const listen = {
  timeout: duration,
  interDigitTimeout: duration,
  tries,
  giveUp: step,
  noInput: prompt,
  noMatch: prompt,
};
const routes = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { when: condition, go: step },
    required: ['go'],
    additionalProperties: false,
    errorMessage: 'a mapping of `when` and `go`',
  },
};
const keys = {
  type: 'object',
  minProperties: 1,
  additionalProperties: step,
  errorMessage: 'a mapping of keys to steps',
};
const forks = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: step,
    errorMessage: 'one condition and its step, `condition: step`',
  },
  errorMessage: 'a list of `condition: step`, the last of them `else: step`',
};

const ends = { end: { enum: [...endings] }, result: assignments };

const shapes = {
  say: shape({ say: prompts, next: step, ...ends }),
  menu: shape(
    {
      menu: prompts,
      keys,
      ...listen,
    },
    ['keys'],
  ),
  collect: shape(
    {
      collect: prompts,
      digits: { type: ['integer', 'string'], errorMessage: 'a count such as 4, or a range such as 7-15' },
      into: variable,
      next: step,
      ...listen,
    },
    ['digits', 'into', 'next'],
  ),
  ask: shape(
    {
      ask: question,
      into: variables,
      next: {
        type: ['string', 'object', 'array'],
        pattern: namePattern,
        errorMessage: 'a step, outcomes with their steps, or a list of `when` and `go`',
        if: { type: 'array' },
        then: routes,
        else: { if: { type: 'object' }, then: { minProperties: 1, additionalProperties: step } },
      },
    },
    ['next'],
  ),
  choose: shape(
    {
      choose: question,
      prompt: prompts,
      each: prompt,
      into: variable,
      next: step,
      none: step,
      keys,
      ...listen,
    },
    ['prompt', 'each', 'into', 'next', 'none'],
  ),
  when: shape({ when: forks }),
  page: shape(
    {
      page: {
        type: 'string',
        pattern: '^(?!.*\\.\\.)[A-Za-z0-9_-][A-Za-z0-9_./-]*\\.vxml$',
        errorMessage: 'the path of a .vxml file below dialogs/',
      },
      into: variable,
      next: step,
      giveUp: step,
    },
    ['next'],
  ),
  end: shape(ends, ['end']),
} satisfies Record<(typeof stepKinds)[number], object>;

function shape(properties: object, required: string[] = []): object {
  return {
    properties: { ...properties, attach: assignments, set: settings },
    required,
    additionalProperties: false,
  };
}

const noStep = { not: {}, errorMessage: `a step that has one of ${stepKinds.join(', ')}` };

/** `if` a step has the first kind's key it must have its shape, else the next kind's, and so on. */
function shapeOf(kinds: readonly (typeof stepKinds)[number][]): object {
  const [kind, ...rest] = kinds;
  return kind ? { if: { required: [kind] }, then: shapes[kind], else: shapeOf(rest) } : noStep;
}

/** JSON Schema (draft 2020-12) of dialogs/*.yaml, also for editors. `errorMessage` completes "must be ...". */
export const dialogSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Ringback voice dialog',
  type: 'object',
  properties: {
    // The other two begin addresses of ours.
    dialog: { type: 'string', pattern: `^(?!(run|audio)$)${namePattern.slice(1)}`, errorMessage: 'a name' },
    start: step,
    values: { type: 'array', items: variable, errorMessage: 'a list of names' },
    defaults: {
      type: 'object',
      properties: { ...listen, hangUp: step, sorry: prompt },
      required: ['giveUp'],
      additionalProperties: false,
      errorMessage: 'a mapping',
    },
    steps: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: namePattern, errorMessage: 'named with letters, digits, - and _' },
      additionalProperties: { type: 'object', errorMessage: 'a step', ...shapeOf(stepKinds) },
      errorMessage: 'a mapping of steps',
    },
  },
  required: ['dialog', 'start', 'defaults', 'steps'],
  additionalProperties: false,
  errorMessage: 'a mapping',
};

interface RawListen {
  timeout?: string;
  interDigitTimeout?: string;
  tries?: number;
  giveUp?: string;
  noInput?: string;
  noMatch?: string;
}

export type RawAssignments = Record<string, string | number | boolean>;

/** A step that meets the schema: the keys of its kind are there, those of other kinds are not. */
export interface RawStep extends RawListen {
  say?: string | string[];
  menu?: string | string[];
  collect?: string | string[];
  ask?: string;
  choose?: string;
  when?: Record<string, string>[];
  page?: string;
  end?: string;
  prompt?: string | string[];
  each?: string;
  keys?: Record<string, string>;
  digits?: string | number;
  into?: string | string[];
  none?: string;
  next?: string | Record<string, string> | { when?: string; go: string }[];
  attach?: RawAssignments;
  set?: RawAssignments;
  result?: RawAssignments;
}

export interface RawDialog {
  dialog: string;
  start: string;
  values?: string[];
  defaults: RawListen & { giveUp: string; hangUp?: string; sorry?: string };
  steps: Record<string, RawStep>;
}
