import { durationPattern } from '../../core/duration.ts';
import { scenarios } from '../../callback/scenarios.ts';
import { dialResults } from '../../callback/record.ts';

const text = { type: 'string', errorMessage: 'a text' };
const texts = { type: 'array', items: text, errorMessage: 'a list of texts' };
const state = { ...text, errorMessage: 'the name of a state' };
const states = { type: 'array', items: state, errorMessage: 'a list of states' };
const duration = { type: 'string', pattern: durationPattern, errorMessage: 'a duration such as 10m' };
const pairs = { type: 'object', errorMessage: 'a mapping' };
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z$',
  errorMessage: 'a time such as 2026-01-05T09:00:00Z',
};
const keys = {
  type: 'array',
  items: { type: ['string', 'integer'], errorMessage: 'keys, nothing or hangup' },
  errorMessage: 'a list of keys',
};

/** Who is at a phone, in a word. */
export const personNames = [
  'presses-1',
  'presses-nothing',
  'busy',
  'no-answer',
  'rejects',
  'unallocated',
  'voicemail',
  'fax',
  'hangs-up-waiting',
  'hangs-up-in-prompt',
] as const;

function record(properties: object, required: string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false, errorMessage: 'a mapping' };
}

const given = record({
  agents: texts,
  options: pairs,
  'comfort-every': duration,
  'preview-dialog': text,
  'whisper-dialog': text,
  scenario: { enum: Object.keys(scenarios), errorMessage: `one of ${Object.keys(scenarios).join(', ')}` },
  points: { type: 'object', additionalProperties: text, errorMessage: 'a mapping of numbers to strategies' },
  hours: { ...text, errorMessage: 'weekly office hours such as Mon-Fri 08:00-18:00' },
  now: instant,
  people: {
    type: 'object',
    additionalProperties: {
      anyOf: [{ enum: personNames }, keys],
      errorMessage: `keys, or one of ${personNames.join(', ')}`,
    },
    errorMessage: 'a mapping of numbers to people',
  },
  documents: {
    type: 'object',
    additionalProperties: { type: ['string', 'null'], errorMessage: 'a text, or nothing' },
    errorMessage: 'a mapping of paths to texts',
  },
});

const event = record({
  call: record({ from: text, to: text, keys, held: { const: true, errorMessage: 'true' } }),
  book: record({ number: text, parameters: pairs }, ['number']),
  after: duration,
  until: state,
  agent: text,
  is: { enum: ['ready', 'not-ready', 'logged-out'], errorMessage: 'ready, not-ready or logged-out' },
  answer: { enum: ['accept', 'reject', 'later'], errorMessage: 'accept, reject or later' },
  cancel: { const: true, errorMessage: 'true' },
  confirm: { const: true, errorMessage: 'true' },
  hangup: text,
  send: { ...text, errorMessage: 'the name of an event' },
});

const expected = record({
  states,
  never: states,
  actions: texts,
  kvps: pairs,
  state: text,
  reason: text,
  why: text,
  attempts: { type: 'array', items: { enum: dialResults }, errorMessage: 'a list of dial results' },
});

/** JSON Schema (draft 2020-12) of tests of strategies. `errorMessage` completes "must be ...". */
export const strategyTestSchema = record(
  {
    strategy: text,
    tests: {
      type: 'array',
      minItems: 1,
      items: record(
        {
          name: text,
          given,
          when: { type: 'array', items: event, errorMessage: 'a list of events' },
          then: expected,
        },
        ['name', 'when', 'then'],
      ),
      errorMessage: 'a list of tests',
    },
  },
  ['strategy', 'tests'],
);
