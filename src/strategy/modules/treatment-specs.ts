import type { ElementSpec } from '../../scxml/step.ts';
import { elementSpec } from '../module.ts';

/** ORS: what is said. `text` is spoken, `file` and the ids of announcements are recordings. */
const prompts: ElementSpec = {
  attributes: { type: 'literal' },
  required: [],
  children: {
    prompt: elementSpec(['interrupt', 'text', 'file', 'intid', 'userid', 'number', 'digits', 'language']),
  },
};

const input = elementSpec([
  'max_digits',
  'term_digits',
  'abort_digits',
  'backspace_digits',
  'reset_digits',
  'ignore_digits',
  'start_timeout',
  'digit_timeout',
  'total_timeout',
  'verify_digits',
  'attempts',
]);

const on = ['interactionid', 'language'];

/** The treatments: as elements of `dialog`, and as members of a `runtreatments`. */
export const treatmentSpecs = {
  play: elementSpec(on, [], { prompts }),
  playsound: elementSpec(['interactionid', 'type', 'resource', 'duration'], ['type']),
  collect: elementSpec(on, [], { input }),
  playandcollect: elementSpec(on, [], { prompts, input }),
  playandverify: elementSpec(on, [], { prompts, input }),
  pause: elementSpec(['interactionid', 'duration'], ['duration']),
  remote: elementSpec(['interactionid', 'destination', 'default'], ['destination']),
} satisfies Record<string, ElementSpec>;

/** ORS: `dialog:runtreatments` within a `queue:submit`. */
export const runTreatmentsSpec: ElementSpec = { attributes: {}, required: [], children: treatmentSpecs };
