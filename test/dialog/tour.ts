import type { Files } from '../../src/dialog/compile-set.ts';
import type { Questions } from '../../src/dialog/question.ts';
import { toneWave } from '../voice/speech/waves.ts';

/** The recording in it. */
export const jingle = toneWave({ rate: 8000 });

/** A dialog with a step of every kind. */
export const tour: Files = {
  'dialogs/tour.yaml': `
dialog: tour
start: welcome
values: [name, guest]
defaults: { giveUp: stay, sorry: sorry, noInput: again, noMatch: again }
steps:
  welcome:
    say: [jingle, welcome]
    attach: { _CB_T_CALLBACK_OFFERED: now }
    next: slot
  slot:
    choose: slots
    prompt: slots
    each: slot
    into: slot
    next: code
    none: fork
  code: { collect: code, digits: 4, tries: 3, into: code, next: fork }
  fork:
    when:
      - code == '0000' or not code: survey
      - guest.vip and slot.at > 5: done
      - else: menu
  menu: { menu: menu, timeout: 250ms, tries: 1, keys: { 0: done, star: welcome } }
  survey: { page: own/survey.vxml, into: survey, next: done }
  done:
    say: welcome
    attach: { code: code, note: "'kept'" }
    end: hangup
    result: { slot: slot.at, survey: survey.grade, fixed: 7 }
  stay: { end: queue }
`,
  'dialogs/own/survey.vxml': `<?xml version="1.0" encoding="UTF-8"?>
<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"><form><field name="grade" type="digits?length=1">
<prompt>How was it?</prompt><filled><submit next="__SUBMIT__" method="post" namelist="grade"/></filled>
</field></form></vxml>`,
  'prompts/en-US.yaml': `
jingle: Ta-da!
welcome: [Welcome, "{name}.", "It is {now|number} <seconds> & counting."]
slots: Choose a time.
slot: 'For {choice.at|time} press {key}.'
code: Key your code.
menu: 'Press 0, {guest}.'
again: Pardon?
sorry: Sorry, {name}.
`,
  'prompts/en-US/jingle.wav': jingle.toString('base64'),
  'prompts/en-US/welcome.1.wav': jingle.toString('base64'),
};

/** Answers `slots` with so many slots, an hour from each other. */
export function slotQuestions(count: number): Questions {
  const choices = Array.from({ length: count }, (_, hour) => ({ at: hour * 3_600_000 }));
  return {
    slots: { outcomes: ['some'], ask: () => Promise.resolve({ outcome: 'some', values: { choices } }) },
  };
}
