import { durationPattern } from '../../core/duration.ts';

const text = { type: 'string', errorMessage: 'a text' };
const name = { type: 'string', pattern: '^[A-Za-z0-9_-]+$', errorMessage: 'a name' };
const names = { type: 'array', items: name, errorMessage: 'a list of names' };
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z$',
  errorMessage: 'a time such as 2026-01-05T09:00:00Z',
};
const count = { type: 'integer', minimum: 0, errorMessage: 'a whole number' };

function record(properties: object, required: string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false, errorMessage: 'a mapping' };
}

/** What a test, or a walk, takes for granted. */
export const givenSchema = record({
  wait: { type: 'string', pattern: durationPattern, errorMessage: 'a duration such as 6m' },
  position: count,
  threshold: { type: 'string', pattern: durationPattern, errorMessage: 'a duration such as 1m' },
  caller: text,
  called: text,
  now: instant,
  hours: { ...text, errorMessage: 'weekly office hours such as Mon-Fri 08:00-18:00' },
  options: { type: 'object', errorMessage: 'a mapping of options' },
  callbacks: {
    type: 'array',
    items: record({ number: text, at: instant }, ['number']),
    errorMessage: 'a list of `number` and, for a chosen time, `at`',
  },
  values: { type: 'object', errorMessage: 'a mapping of values' },
  answers: {
    type: 'object',
    additionalProperties: {
      if: { type: 'string' },
      then: name,
      else: record({ outcome: name, values: { type: 'object', errorMessage: 'a mapping of values' } }, [
        'outcome',
      ]),
    },
    errorMessage: 'a mapping of questions to their outcomes',
  },
});

const turn = record({
  hears: text,
  prompts: names,
  unreachable: { type: 'boolean', errorMessage: 'true or false' },
  presses: {
    type: ['string', 'integer'],
    errorMessage: 'keys, or nothing, hangup, code, wrong-code, says 2s',
  },
});

const expected = record({
  result: { type: 'object', errorMessage: 'a mapping of what the dialog hands over' },
  booked: record(
    { number: text, at: instant, kvps: { type: 'object', errorMessage: 'a mapping of pairs' } },
    ['number'],
  ),
  callback: text,
});

/** JSON Schema (draft 2020-12) of dialogs/tests/*.yaml. `errorMessage` completes "must be ...". */
export const testSchema = record(
  {
    dialog: name,
    language: text,
    tests: {
      type: 'array',
      minItems: 1,
      items: record(
        {
          name: text,
          given: givenSchema,
          turns: { type: 'array', items: turn, errorMessage: 'a list of turns' },
          expect: expected,
        },
        ['name', 'turns', 'expect'],
      ),
      errorMessage: 'a list of tests',
    },
  },
  ['dialog', 'tests'],
);
