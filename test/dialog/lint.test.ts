import { expect, test } from 'vitest';

import { formatProblem } from '../../src/core/problem.ts';
import { lintSet, type Files } from '../../src/dialog/compile-set.ts';

const questions = { slots: { outcomes: ['some'] }, book: { outcomes: ['booked', 'failed'] } };
const prompts = 'hello: Hello.\n';

/** Problems of one dialog, without the file's name. */
function lint(dialog: string, others: Files = { 'prompts/en-US.yaml': prompts }): string[] {
  const problems = lintSet({ 'dialogs/it.yaml': dialog, ...others }, questions);
  return problems.map((problem) => formatProblem(problem).replace('dialogs/it.yaml:', ''));
}

/** A dialog with these steps, written from line 5 on. */
function steps(...lines: string[]): string {
  return [
    'dialog: it',
    'start: a',
    'defaults: { giveUp: z }',
    'steps:',
    ...lines,
    '  z: { end: queue }',
    '',
  ].join('\n');
}

test('a dialog without mistakes has no problems', () => {
  expect(lint(steps('  a: { menu: hello, keys: { 1: z, star: a } }'))).toEqual([]);
});

test.each([
  [
    'yaml',
    'dialog: it\nstart: [a\n',
    ['3:1: yaml Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  [
    'yaml',
    steps('  a: { say: hello, next: z }', '  a: { end: queue }'),
    ['6:3: yaml this key is written twice'],
  ],
  [
    'yaml',
    steps('  a:', '    menu: hello', '    keys:', '      *: z'),
    ['8:10: yaml Unexpected scalar at node end (the star key is written "star")'],
  ],
  [
    'schema',
    steps('  a: { say: hello, nxet: z }'),
    ['5:20: schema steps.a has no setting "nxet" (did you mean "next"?)'],
  ],
  [
    'schema',
    steps('  a: { say: 7, next: z }'),
    ['5:13: schema steps.a.say must be the name of a prompt, or a list of them'],
  ],
  [
    'schema',
    steps('  a: { sya: hello, next: z }'),
    ['5:3: schema steps.a must be a step that has one of say, menu, collect, ask, choose, when, page, end'],
  ],
  ['schema', steps('  a: { menu: hello }'), ['5:3: schema steps.a needs "keys"']],
  [
    'schema',
    steps('  a: { menu: hello, keys: { 1: z }, timeout: 5 }'),
    ['5:46: schema steps.a.timeout must be a duration such as 500ms or 5s'],
  ],
  [
    'schema',
    steps('  a: { menu: hello, keys: { 12: z } }'),
    ['5:29: schema "12" is no key; keys are 0 to 9, star and hash'],
  ],
  [
    'schema',
    steps('  a: { end: quue }'),
    [
      '5:13: schema steps.a.end must be one of queue, hangup, reject, connect, transfer (did you mean "queue"?)',
    ],
  ],
  [
    'schema',
    steps('  a: { collect: hello, digits: 4, into: caller, next: z }'),
    ['5:41: schema "caller" is a value of Ringback\'s own'],
  ],
  [
    'schema',
    steps('  a: { say: hello, set: { caller: 1 }, next: z }'),
    ['5:27: schema "caller" is a value of Ringback\'s own'],
  ],
  [
    'step-missing',
    steps('  a: { say: hello, next: zz }'),
    ['5:26: step-missing there is no step "zz" (did you mean "z"?)'],
  ],
  [
    'step-missing',
    steps('  a: { menu: hello, keys: { 1: far-away } }'),
    ['5:32: step-missing there is no step "far-away"'],
  ],
  [
    'step-unreachable',
    steps('  a: { say: hello, next: z }', '  b: { end: hangup }'),
    ['6:3: step-unreachable no step leads to "b"'],
  ],
  ['dead-end', steps('  a: { say: hello }'), ['5:3: dead-end step "a" has neither `next` nor `end`']],
  [
    'dead-end',
    steps('  a:', '    when:', '      - caller.number: z'),
    ['5:3: dead-end step "a" needs `else: step` as its last fork'],
  ],
  [
    'dead-end',
    steps('  a: { ask: book, next: [{ when: caller.number, go: z }] }'),
    ['5:3: dead-end step "a" needs a last route without `when`'],
  ],
  [
    'dead-end',
    'dialog: it\nstart: a\ndefaults: { giveUp: a }\nsteps:\n  a: { menu: hello, keys: { 1: a } }\n',
    ['5:3: dead-end no way leads from step "a" to an `end`'],
  ],
  [
    'loop-silent',
    steps('  a: { say: hello, next: b }', '  b: { when: [caller.number: z, else: a] }'),
    ['5:3: loop-silent steps a, b go round without listening to the caller'],
  ],
  [
    'prompt-missing',
    steps('  a: { say: [hello, helo], next: z }'),
    ['5:21: prompt-missing no locale has a prompt "helo" (did you mean "hello"?)'],
  ],
  [
    'value-unknown',
    steps('  a: { when: [wait.seconds > 5: z, else: z] }'),
    ['5:15: value-unknown there is no value "wait"'],
  ],
  [
    'value-unknown',
    steps('  a: { when: [caller.number and colour: z, else: z] }'),
    ['5:33: value-unknown there is no value "colour"'],
  ],
  [
    'value-unknown',
    steps('  a: { end: reject, result: { id: callr.number } }'),
    ['5:35: value-unknown there is no value "callr" (did you mean "caller"?)'],
  ],
  [
    'expression',
    steps('  a: { when: ["caller.number = 5": z, else: z] }'),
    ['5:30: expression "=" means nothing here; equality is written =='],
  ],
  [
    'key-clash',
    steps('  a: { menu: hello, keys: { star: z, "*": a } }'),
    ['5:38: key-clash "*" and "star" are the same key'],
  ],
  [
    'key-hash',
    steps('  a: { menu: hello, keys: { 1: z, hash: a } }'),
    ['5:35: key-hash the hash key ends an entry and cannot be a choice'],
  ],
  [
    'digits-range',
    steps('  a: { collect: hello, digits: 15-7, into: n, next: z }'),
    ['5:32: digits-range "15-7" is not a count of digits from 1 to 30, or a range such as 7-15'],
  ],
  [
    'digits-range',
    steps('  a: { collect: hello, digits: 31, into: n, next: z }'),
    ['5:32: digits-range "31" is not a count of digits from 1 to 30, or a range such as 7-15'],
  ],
  [
    'question-unknown',
    steps('  a: { ask: bok, next: z }'),
    ['5:13: question-unknown the server answers no question "bok" (did you mean "book"?)'],
  ],
  [
    'outcome-unknown',
    steps('  a: { ask: book, next: { booked: z, faild: z, failed: z } }'),
    ['5:38: outcome-unknown "book" never answers "faild" (did you mean "failed"?)'],
  ],
  [
    'outcome-missing',
    steps('  a: { ask: book, next: { booked: z } }'),
    ['5:19: outcome-missing "book" may answer "failed", for which there is no step'],
  ],
  [
    'page-missing',
    steps('  a: { page: own/survey.vxml, next: z }'),
    ['5:14: page-missing there is no file dialogs/own/survey.vxml'],
  ],
  [
    'dialog-name',
    steps('  a: { say: hello, next: z }').replace('dialog: it', 'dialog: other'),
    ['1:9: dialog-name dialog "other" has to be in a file of its name, not in dialogs/it.yaml'],
  ],
])('%s has its exact position', (code, dialog, expected) => {
  const found = lint(dialog).filter((problem) => !problem.includes('prompt-unused'));
  expect(found).toEqual(expected);
  expect(found.every((problem) => problem.includes(`: ${code} `))).toBe(true);
});

const menu = steps('  a: { menu: offer, keys: { 1: z } }');

test.each([
  ['prompt-unused', 'offer: One.\nbye: Goodbye.\n', ['2:1: prompt-unused no dialog plays prompt "bye"']],
  [
    'value-unknown',
    'offer: >\n  You are {caller.number|digits},\n  {colour|text} and {colour|text}.\n',
    [
      '3:3: value-unknown dialog "it" has no value "colour"',
      '3:21: value-unknown dialog "it" has no value "colour"',
    ],
  ],
  [
    'value-unknown',
    'offer:\n  - Hello\n  - to {now} and {key}\n',
    ['3:18: value-unknown dialog "it" has no value "key"'],
  ],
  [
    'format-unknown',
    'offer: At {now|tme}.\n',
    ['1:11: format-unknown en-US has no format "tme" (did you mean "time"?)'],
  ],
  [
    'text-long',
    `offer: ${'word '.repeat(100)}\n`,
    ['1:1: text-long menu prompt "offer" takes over 30 seconds to say'],
  ],
  ['schema', 'offer: 5\n', ['1:8: schema offer must be a text, or a list of texts']],
])('%s has its exact position in the prompts', (_, text, expected) => {
  const found = lintSet({ 'dialogs/it.yaml': menu, 'prompts/en-US.yaml': text }, questions);
  expect(found.map((problem) => formatProblem(problem).replace('prompts/en-US.yaml:', ''))).toEqual(expected);
});

test('locale-gap: a prompt that one locale lacks', () => {
  const others = { 'prompts/en-US.yaml': 'offer: One.\n', 'prompts/en-GB.yaml': '{}\n' };
  expect(lint(menu, others)).toEqual([
    'prompts/en-GB.yaml:1:1: locale-gap prompt "offer" is missing here: callers hear the one of another locale',
  ]);
});

test('locale-missing: a key that leads to a language without a file, as a warning', () => {
  const leads = (language: string): string =>
    steps(`  a: { say: hello, set: { language: "'${language}'" }, next: z }`);
  expect(lint(leads('en-US'))).toEqual([]);
  expect(lint(leads('en-AU'))).toEqual([
    '5:39: locale-missing there is no prompts/en-AU.yaml: callers hear another language',
  ]);
  const [problem] = lintSet({ 'dialogs/it.yaml': leads('it-IT'), 'prompts/en-US.yaml': prompts }, questions);
  expect(problem).toMatchObject({ code: 'locale-missing', severity: 'warning' });
});

test('record: a `collect` step takes digits or records, not both, and a minute at most', () => {
  const step = (how: string): string => steps(`  a: { collect: hello, ${how} into: x, next: z }`);
  expect(lint(step('record: 5s,'))).toEqual([]);
  expect(lint(step('record: 5s, digits: 4,'))).toEqual([
    '5:3: schema steps.a must be a step with either `digits` or `record`',
  ]);
  expect(lint(step(''))).toEqual(['5:3: schema steps.a needs "digits"']);
  expect(lint(step('record: 2m,'))).toEqual(['5:32: schema steps.a.record must be a time from 1s to 60s']);
});

test('text-long: more choices than callers keep in mind, as a warning', () => {
  const keys = '1: z, 2: z, 3: z, 4: z, 5: z, 6: z';
  const [problem] = lintSet(
    { 'dialogs/it.yaml': steps(`  a: { menu: hello, keys: { ${keys} } }`), 'prompts/en-US.yaml': prompts },
    questions,
  );
  expect(problem).toMatchObject({ line: 5, column: 21, code: 'text-long', severity: 'warning' });
});

test.each([
  [
    '<vxml xmlns="http://www.w3.org/2001/vxml">\n  <form></block>',
    '2:16: page-invalid unexpected close tag.',
  ],
  ['<html/>', '1:7: page-invalid its root is "html", not vxml of http://www.w3.org/2001/vxml'],
  [
    '<vxml xmlns="http://www.w3.org/2001/vxml"/>',
    '1:1: page-invalid it never comes back: a <submit> to __SUBMIT__ is missing',
  ],
])("page-invalid: a page of the designer's own is %s", (page, expected) => {
  const dialog = steps('  a: { page: own/survey.vxml, next: z }');
  const found = lint(dialog, { 'dialogs/own/survey.vxml': page, 'prompts/en-US.yaml': '{}\n' });
  expect(found).toEqual([`dialogs/own/survey.vxml:${expected}`]);
});

test('every mistake of every file is reported at once, in their order', () => {
  const found = lintSet(
    {
      'prompts/en-US.yaml': 'hello: {a: 1}\n',
      'dialogs/b.yaml': 'dialog: b\nstart: x\n',
      'dialogs/a.yaml': 'dialog: a\nstrat: x\n',
    },
    questions,
  );
  const places = found.map(({ file, line, column }) => `${file}:${line}:${column}`);
  expect(places).toEqual([
    ...['dialogs/a.yaml:1:1', 'dialogs/a.yaml:1:1', 'dialogs/a.yaml:1:1', 'dialogs/a.yaml:2:1'],
    ...['dialogs/b.yaml:1:1', 'dialogs/b.yaml:1:1', 'prompts/en-US.yaml:1:8'],
  ]);
});
