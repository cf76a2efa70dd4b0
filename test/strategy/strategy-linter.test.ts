import { afterEach, expect, test } from 'vitest';

import { formatProblem } from '../../src/core/problem.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createStrategyLinter, strategyProblems } from '../../src/strategy/lint.ts';
import { w3c } from '../support/chart-session.ts';
import { strategy } from '../support/strategy-world.ts';

type Linter = ReturnType<typeof createStrategyLinter>;
const linters: Linter[] = [];

function aLinter(clock = new VirtualClock()): Linter {
  const linter = createStrategyLinter(clock);
  linters.push(linter);
  return linter;
}

afterEach(async () => {
  await Promise.all(linters.splice(0).map((linter) => linter.close()));
});

test('a strategy is checked in a thread of its own, with the same mistakes found', async () => {
  const text = w3c('<state id="a"><transition target="b"/></state>');
  const problems = await aLinter().lint('x.scxml', text);
  expect(problems).toEqual(strategyProblems('x.scxml', text));
  expect(problems).toMatchObject([{ code: 'target-missing' }]);
});

test('a document that takes too long to check is refused, and the next is checked', async () => {
  const clock = new VirtualClock();
  const linter = aLinter(clock);
  const states = Array.from({ length: 60_000 }, (_, at) => `<state id="s${at}"/>`).join('');
  await linter.lint('ready.scxml', w3c('<state id="a"/>'));
  const slow = linter.lint('slow.scxml', w3c(states));
  await clock.advance(10_000);
  expect(await slow).toMatchObject([{ file: 'slow.scxml', code: 'check-failed', severity: 'error' }]);
  expect(await linter.lint('next.scxml', w3c('<state id="a"/>'))).toEqual([]);
});

test('more states than a step can look at are refused', () => {
  const states = Array.from({ length: 10_001 }, (_, at) => `<state id="s${at}"/>`).join('');
  expect(strategyProblems('x.scxml', w3c(states))).toMatchObject([
    { code: 'states-many', severity: 'error' },
  ]);
});

test('elements that only give an error are told before', () => {
  const problems = strategyProblems(
    'dialogs/a.scxml',
    strategy(`<state><onentry><ws:invoke/><resource:find/><ixn:accept/></onentry></state>`),
  );
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'element-foreign invoke only gives an error: there is no module ws here',
    'element-foreign find only gives an error: there is no module resource here',
  ]);
});

test('a document that is meant for a real ORS too is told what that does not know', () => {
  const inside = `<state><onentry><queue:hold/><queue:submit place="1" queue="'x'"/><ixn:accept/>
    <foreach array="[]" item="x"/><script>let a = () => 1;</script></onentry>
    <transition type="internal" event="a" cond="a?.b"/></state>`;
  const codes = (text: string): string[] =>
    strategyProblems('dialogs/a.scxml', text).map(({ code, message }) => `${code} ${message}`);
  const [first] = strategyProblems(
    'a.scxml',
    `<scxml _portable="true" xmlns="http://www.w3.org/2005/07/scxml"
    profile="ecmascript"><state><onentry>\n  <foreach array="[]" item="x"/></onentry></state></scxml>`,
  );
  expect(first && formatProblem(first)).toMatch(/^a.scxml:3:3: ors-portable /);
  expect(codes(strategy(inside))).toEqual([]);
  expect(codes(strategy(inside).replace('<scxml', '<scxml _portable="true"'))).toEqual([
    'ors-portable an ORS does not know <hold>',
    'ors-portable an ORS does not know place of <submit>',
    'ors-portable an ORS does not know <foreach>',
    'ors-portable an ORS does not know ECMAScript as new as this',
    'ors-portable an ORS does not know type of <transition>',
    'ors-portable an ORS does not know ECMAScript as new as cond',
  ]);
});
