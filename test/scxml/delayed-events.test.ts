import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const alarm = w3c(`
  <state id="quiet">
    <onentry><send id="wake" event="ring" delay="1.5s"><param name="loud" expr="true"/></send></onentry>
    <transition event="never mind"/>
    <transition event="snooze"><cancel sendid="wake"/></transition>
    <transition event="ring" cond="_event.data.loud &amp;&amp; _event.sendid == 'wake'" target="ringing"/>
  </state>
  <state id="ringing"/>`);

test('a delayed event is a timer in the snapshot, due when it was asked for', async () => {
  const session = await ChartSession.started(alarm);
  const [timer] = session.snapshot?.timers ?? [];
  expect(timer).toMatchObject({ dueAt: session.now + 1500, event: { name: 'ring', data: { loud: true } } });
});

test('it comes when its time is there, not before', async () => {
  const session = await ChartSession.started(alarm);
  expect(session.advance(1499).states).toEqual(['quiet']);
  expect(session.advance(1).states).toEqual(['ringing']);
});

describe('a cancelled event', () => {
  test('does not come, and its timer is given back', async () => {
    const session = await ChartSession.started(alarm);
    const key = session.snapshot?.timers[0]?.key;
    const outcome = session.step({ name: 'snooze', data: null });
    expect(outcome).toMatchObject({ timers: { set: [], clear: [key] } });
    expect(session.advance(10_000).states).toEqual(['quiet']);
  });

  test('that has come already is none any more', async () => {
    const session = (await ChartSession.started(alarm)).advance(2000);
    const again = await ChartSession.started(
      w3c('<state id="s"><onentry><cancel sendid="wake"/></onentry></state>'),
    );
    expect(session.states).toEqual(['ringing']);
    expect(again.errors).toEqual([]);
  });

  test('that was sent in the same step never was', async () => {
    const session = await ChartSession.of(
      w3c(
        `<state id="s"><onentry><send id="x" event="x" delay="1s"/><cancel sendidexpr="'x'"/></onentry></state>`,
      ),
    );
    const outcome = session.step(null);
    expect(outcome).toMatchObject({ timers: { set: [] } });
    expect(session.snapshot?.timers).toEqual([]);
  });
});

test('the same id sent twice are two timers, and a cancel takes both', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s">
      <onentry><send id="x" event="x" delay="1s"/><send id="x" event="x" delay="2s"/></onentry>
      <transition event="stop"><cancel sendid="x"/></transition></state>`),
  );
  expect(new Set(session.snapshot?.timers.map(({ key }) => key)).size).toBe(2);
  expect(session.send('stop').snapshot?.timers).toEqual([]);
});

test('an idlocation gets an id that can be cancelled by', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="timer"/></datamodel><state id="s">
      <onentry><send idlocation="timer" event="x" delayexpr="2 + 's'"/></onentry>
      <transition event="stop"><cancel sendidexpr="timer"/></transition></state>`),
  );
  expect(session.data['timer']).toBe(session.snapshot?.timers[0]?.event.sendid);
  expect(session.send('stop').snapshot?.timers).toEqual([]);
});

test('a session that is done gives all its timers back', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><send event="x" delay="1h"/></onentry><transition event="end" target="f"/></state>
      <final id="f"/>`),
  );
  const key = session.snapshot?.timers[0]?.key;
  expect(session.step({ name: 'end', data: null })).toMatchObject({
    done: true,
    timers: { set: [], clear: [key] },
  });
});

test.each([
  ['250ms', 250],
  ['.5s', 500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['40', 40],
])('%s is %i ms', async (delay, ms) => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><send event="x" delay="${delay}"/></onentry></state>`),
  );
  expect(session.snapshot?.timers[0]?.dueAt).toBe(session.now + ms);
});

test.each(['soon', '-1s', '1 day', ''])('"%s" is no delay: an error, and nothing is sent', async (delay) => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><onentry><send event="x" delayexpr="'${delay}'"/></onentry></state>`),
  );
  expect(session.errors[0]).toMatch(/is no delay/);
  expect(session.snapshot?.timers).toEqual([]);
});
