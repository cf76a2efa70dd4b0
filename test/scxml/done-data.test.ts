import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const task = (doneData: string): string =>
  w3c(`<datamodel><data id="n" expr="5"/></datamodel>
    <state id="task"><state id="at"><transition event="end" target="f"/></state><final id="f">${doneData}</final>
      <transition event="done.state.task"><log expr="JSON.stringify(_event.data)"/></transition></state>`);

test.each([
  [
    'params',
    '<donedata><param name="a" expr="n"/><param name="b" location="n"/></donedata>',
    '{"a":5,"b":5}',
  ],
  ['an expression', '<donedata><content expr="[n]"/></donedata>', '[5]'],
  ['text', '<donedata><content>all done</content></donedata>', '"all done"'],
])('a final state tells its parent %s', async (_, doneData, logged) => {
  expect((await ChartSession.started(task(doneData))).send('end').logs).toEqual([logged]);
});

test('done data that cannot be evaluated is an error, and the state is done all the same', async () => {
  const session = await ChartSession.started(task('<donedata><param name="a" expr="missing"/></donedata>'));
  session.send('end');
  expect(session.errors).toEqual(["'missing' is not defined"]);
  expect(session.logs).toHaveLength(1);
});

test('a final state of the document ends the session: everything is left and nothing happens any more', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onexit><log expr="'left s'"/></onexit><transition event="end" target="f"/></state>
      <final id="f"><onentry><log expr="'in f'"/></onentry><onexit><log expr="'left f'"/></onexit></final>`),
  );
  expect(session.send('end').snapshot).toMatchObject({ done: true, configuration: [] });
  expect(session.logs).toEqual(['left s', 'in f', 'left f']);
  expect(session.send('end').logs).toHaveLength(3);
});
