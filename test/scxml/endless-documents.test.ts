import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

describe('a document that never comes to rest is ended', () => {
  test.each([
    [
      'transitions without an event',
      '<state id="a"><transition target="b"/></state><state id="b"><transition target="a"/></state>',
    ],
    [
      'internal events',
      '<state id="a"><onentry><raise event="x"/></onentry><transition event="x" target="a"/></state>',
    ],
    [
      'events to itself',
      '<state id="a"><onentry><send event="x"/></onentry><transition event="x" target="a"/></state>',
    ],
    [
      'an error that brings itself about',
      '<state id="a"><transition event="error.*"><log expr="missing"/></transition><onentry><log expr="missing"/></onentry></state>',
    ],
  ])('%s', async (_, inside) => {
    const session = await ChartSession.started(w3c(inside));
    expect(session.snapshot).toMatchObject({
      done: true,
      configuration: [],
      internalQueue: [],
      externalQueue: [],
    });
    expect(session.errors.at(-1)).toBe('the session was ended: more than 1000 microsteps in one step');
  });
});

test('a long way that has an end is gone', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="n" expr="0"/></datamodel>
      <state id="a"><onentry><assign location="n" expr="n + 1"/></onentry>
        <transition cond="n &lt; 900" target="a"/><transition target="b"/></state><state id="b"/>`),
  );
  expect(session.states).toEqual(['b']);
});

test('more events than can be worth taking are not kept', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="many" expr="Array.from({ length: 2000 })"/></datamodel><state id="s"><onentry>
      <foreach array="many" item="one"><send event="x" delay="1h"/></foreach></onentry></state>`),
  );
  expect(session.snapshot?.timers).toHaveLength(1000);
  expect(session.errors).toEqual(['more than 1000 events wait']);
});
