import { afterEach, expect, test } from 'vitest';

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
    strategy(
      `<state><onentry><ixn:hold interactionid="'x'"/><ws:invoke/><session:updatestart/><ixn:accept/></onentry></state>`,
    ),
  );
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'element-foreign hold only gives an error: the switch does not hold for a strategy: phones do it themselves',
    'element-foreign invoke only gives an error: there is no module ws here',
    'element-foreign updatestart only gives an error: sessions start at once: there is no start to put off',
  ]);
});
