import { describe, expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

test('an assignment changes a variable, also deep inside', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="call">{"to": {"number": "1"}}</data></datamodel><state id="s"><onentry>
      <assign location="call.to.number" expr="'2'"/><assign location="call['from']" expr="[3]"/>
      </onentry></state>`),
  );
  expect(session.data).toEqual({ call: { to: { number: '2' }, from: [3] } });
});

test('a variable without a value stays assignable, in later steps too', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="later"/></datamodel><state id="s">
      <transition event="look"><log expr="typeof later"/></transition>
      <transition event="set"><assign location="later" expr="1"/></transition>
      <transition event="unset"><assign location="later" expr="undefined"/></transition></state>`),
  );
  session.send('look').send('set').send('look').send('unset').send('look').send('set');
  expect(session.logs).toEqual(['undefined', 'number', 'undefined']);
  expect(session.errors).toEqual([]);
  expect(session.data).toEqual({ later: 1 });
});

describe('cannot be assigned', () => {
  test.each([
    'nowhere',
    'nowhere.inner',
    '_event',
    '_event.data',
    '_sessionid',
    '_x.params',
    '_name',
    '5',
    'In',
  ])('%s', async (location) => {
    const session = await ChartSession.of(
      w3c(
        `<state id="s"><onentry><assign location="${location}" expr="1"/><log expr="'after'"/></onentry></state>`,
      ),
    );
    session.begin();
    expect(session.errors).toHaveLength(1);
    expect(session.logs).toEqual([]);
  });
});

test('scripts see the name and the id of their session', async () => {
  const session = await ChartSession.started(
    w3c('<state id="s"><onentry><log expr="_name + _sessionid"/></onentry></state>', 'name="mine"'),
  );
  expect(session.logs).toEqual(['mines1']);
});

describe('data written out', () => {
  test.each([
    ['{"a": [1, null]}', { a: [1, null] }],
    ['{ a: 1 + 1 }', { a: 2 }],
    ['[1, two]', undefined],
    ['  plain \n  text ', 'plain text'],
    ['{hello} world', '{hello} world'],
    ['7', 7],
  ])('%s', async (text, value) => {
    const session = await ChartSession.started(
      w3c(`<datamodel><data id="it">${text}</data></datamodel><state id="s"/>`),
    );
    expect(session.data['it']).toEqual(value);
  });
});

test('with late binding a variable gets its value when its state is first entered', async () => {
  const session = await ChartSession.started(
    w3c(
      `<state id="a"><transition event="go" target="b"/></state>
      <state id="b"><datamodel><data id="n" expr="1"/></datamodel>
        <onentry><assign location="n" expr="n + 1"/></onentry><transition event="go" target="a"/></state>`,
      'binding="late"',
    ),
  );
  expect(session.data).toEqual({});
  expect(session.send('go').data).toEqual({ n: 2 });
  expect(session.send('go').send('go').data).toEqual({ n: 3 });
});

test('a variable that holds a circle is unset, and the session is told', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="good" expr="1"/><data id="bad"/></datamodel><state id="s">
      <transition event="tie"><script>bad = { }; bad.self = bad;</script></transition>
      <transition event="error.execution" target="told"/></state>
      <state id="told"><transition event="again"><assign location="bad" expr="2"/></transition></state>`),
  );
  expect(session.send('tie').states).toEqual(['told']);
  expect(session.errors[0]).toMatch(/^bad cannot be kept/);
  expect(session.data).toEqual({ good: 1 });
  expect(session.send('again').data).toEqual({ good: 1, bad: 2 });
});

test('variables may have the names of built-in properties', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="constructor" expr="1"/><data id="__proto__" expr="2"/><data id="toString" expr="3"/>
      </datamodel><state id="s"><transition event="look"><log expr="constructor + __proto__ + toString"/></transition></state>`),
  );
  expect(session.send('look').logs).toEqual(['6']);
});
