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
const condition = {
  type: 'string',
  description: 'A condition on values, such as wait.seconds > 60 and not office.closed.',
  minLength: 1,
  maxLength: 500,
  errorMessage: 'a condition',
};
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
  timeout: about(duration, 'How long the caller may take to press a first key; 5s when left out.'),
  interDigitTimeout: about(duration, 'How long between two keys of an entry; 3s when left out.'),
  tries: about(tries, 'How often the caller is asked; 2 when left out.'),
  giveUp: about(step, 'The step taken after the last try without an answer.'),
  typeAhead: about(
    { type: 'boolean', errorMessage: 'true or false' },
    'False: keys that were pressed before the question do not answer it, where the platform can tell (Cisco).',
  ),
  noInput: about(prompt, 'Said before the question is asked again because nothing was pressed.'),
  noMatch: about(prompt, 'Said before the question is asked again because the keys meant nothing.'),
};
/** A part of the schema with what editors show of it. */
function about<Part extends object>(part: Part, description: string): Part & { description: string } {
  return { ...part, description };
}

const routes = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { when: condition, go: about(step, 'The step taken when the condition holds.') },
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

const ends = {
  end: about(
    { enum: [...endings] },
    'How the call leaves the dialog: to the queue, hung up, rejected as traded for a callback, connected or transferred.',
  ),
  result: about(assignments, 'Values handed to whoever began the dialog, by name; each is an expression.'),
};

const shapes = {
  say: shape({
    say: about(prompts, 'Prompts that are said.'),
    next: about(step, 'The step that follows; left out when the dialog ends here.'),
    ...ends,
  }),
  menu: shape(
    {
      menu: about(prompts, 'Prompts that are said, then one key is waited for.'),
      keys: about(keys, 'What each key leads to: 0 to 9 and star.'),
      ...listen,
    },
    ['keys'],
  ),
  collect: shape(
    {
      collect: about(
        prompts,
        'Prompts that are said, then several digits are waited for, and hash ends them; or something to be said.',
      ),
      digits: {
        type: ['integer', 'string'],
        description: 'How many digits: 4, or 7-15.',
        errorMessage: 'a count such as 4, or a range such as 7-15',
      },
      record: {
        type: 'string',
        description: 'Instead of digits: records what the caller says, this long at most; a key ends it.',
        pattern: '^([1-9]|[1-5][0-9]|60)s$',
        errorMessage: 'a time from 1s to 60s',
      },
      into: about(variable, 'The value that takes the digits, or the recording.'),
      next: about(step, 'The step that follows.'),
      ...listen,
    },
    ['into', 'next'],
    {
      if: { required: ['record'] },
      then: { not: { required: ['digits'] }, errorMessage: 'a step with either `digits` or `record`' },
      else: { required: ['digits'] },
    },
  ),
  ask: shape(
    {
      ask: about(question, 'A question that the server answers, such as wait-time or book.'),
      into: about(variables, 'Values of the answer that the dialog keeps.'),
      next: {
        description: 'A step; or each outcome with its step; or a list of when and go.',
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
      choose: about(
        question,
        'A question whose answer is a list: its entries are offered as keys 1, 2, and so on.',
      ),
      prompt: about(prompts, 'Said before the list.'),
      each: about(prompt, 'Said for each entry, which it knows as {choice}, with its {key}.'),
      into: about(variable, 'The value that takes the chosen entry.'),
      next: about(step, 'The step that follows a choice.'),
      none: about(step, 'The step taken when the list is empty.'),
      keys: about(keys, 'Other keys, such as 9 for later entries.'),
      ...listen,
    },
    ['prompt', 'each', 'into', 'next', 'none'],
  ),
  when: shape({
    when: about(forks, 'Goes to the step of the first condition that holds; the last is else.'),
  }),
  page: shape(
    {
      page: {
        type: 'string',
        description: 'A VoiceXML page of your own below dialogs/, with a <submit> to __SUBMIT__.',
        pattern: '^(?!.*\\.\\.)[A-Za-z0-9_-][A-Za-z0-9_./-]*\\.vxml$',
        errorMessage: 'the path of a .vxml file below dialogs/',
      },
      into: about(variable, 'The value that takes what the page submits.'),
      next: about(step, 'The step that follows.'),
      giveUp: about(step, 'The step taken when the page fails.'),
    },
    ['next'],
  ),
  end: shape(ends, ['end']),
} satisfies Record<(typeof stepKinds)[number], object>;

function shape(properties: object, required: string[] = [], also: object = {}): object {
  return {
    ...also,
    properties: {
      ...properties,
      attach: about(assignments, 'Pairs for the call, by name; each is an expression.'),
      set: about(
        settings,
        'Values of the dialog, by name; each is an expression, a text in quotes of its own.',
      ),
    },
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
    dialog: {
      type: 'string',
      description: 'The name of the dialog, which is that of its file.',
      pattern: `^(?!(run|audio)$)${namePattern.slice(1)}`,
      errorMessage: 'a name',
    },
    start: about(step, 'The step that the dialog begins with.'),
    values: {
      type: 'array',
      description: 'Names of values that whoever begins the dialog may give it.',
      items: variable,
      errorMessage: 'a list of names',
    },
    defaults: {
      type: 'object',
      description: 'What holds for every step that does not say otherwise.',
      properties: {
        ...listen,
        hangUp: about(step, 'The step whose result counts when the caller hangs up.'),
        sorry: about(prompt, 'Said when something goes wrong on our side.'),
      },
      required: ['giveUp'],
      additionalProperties: false,
      errorMessage: 'a mapping',
    },
    steps: {
      type: 'object',
      description: 'The steps by name. The first key of a step names its kind.',
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
  typeAhead?: boolean;
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
  record?: string;
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
