import { expect, test } from 'vitest';

import { eventOfRequest, formOf } from '../../src/scxml/http-message.ts';
import { ChartSession, w3c } from '../support/chart-session.ts';

const twice = `<param name="n" expr="2"/><param name="n" expr="'three'"/><param name="one" expr="[4, 5]"/>`;

test('a name that is given twice has the list of both values in the event', async () => {
  const session = await ChartSession.started(
    w3c(`<datamodel><data id="n" expr="1"/></datamodel>
      <state><onentry><send event="told" namelist="n">${twice}</send></onentry>
      <transition event="told"><log expr="JSON.stringify(_event.data) + ' ' + _event.raw"/></transition></state>`),
  );
  expect(session.logs).toEqual(['{"n":[1,2,"three"],"one":[4,5]} n=1&n=2&n=three&one=%5B4%2C5%5D']);
});

test('an expression that only reads sees the message as it is', async () => {
  const session = await ChartSession.started(
    w3c(`<state><onentry><send event="told"><param name="n" expr="2"/><param name="n" expr="3"/></send></onentry>
      <transition event="told"><log expr="_event.raw"/></transition></state>`),
  );
  expect(session.logs).toEqual(['n=2&n=3']);
});

test('over HTTP each of the values is sent, and whoever gets them has the list', async () => {
  const session = await ChartSession.started(
    w3c(
      `<state><onentry><send target="http://partner.example/" event="told">${twice}</send></onentry></state>`,
    ),
    { reads: { http: null } },
  );
  const [action] = session.actions;
  const body = '_scxmleventname=told&n=2&n=three&one=%5B4%2C5%5D';
  expect(action).toMatchObject({ kind: 'http.post', attributes: { body } });
  const contentType = 'application/x-www-form-urlencoded';
  expect(eventOfRequest({ method: 'POST', path: '/', contentType, body })).toMatchObject({
    name: 'told',
    data: { n: ['2', 'three'], one: '[4,5]' },
  });
});

test('a list that is one value stays one value', () => {
  expect(formOf({ name: '', data: { list: [1, 2] } }, 'http://x.example/')).toMatchObject({
    body: 'list=%5B1%2C2%5D',
  });
});

test('names of every object are names like others', () => {
  const body = '__proto__=a&__proto__=b&constructor=c';
  const contentType = 'application/x-www-form-urlencoded';
  const { data } = eventOfRequest({ method: 'POST', path: '/', contentType, body });
  expect(JSON.stringify(data)).toBe('{"__proto__":["a","b"],"constructor":"c"}');
});

test('an invoked session and a state that is done get the last value', async () => {
  const session = await ChartSession.started(
    w3c(`<state id="s"><invoke><param name="n" expr="1"/><param name="n" expr="2"/>
      <content><scxml version="1.0" datamodel="ecmascript"><datamodel><data id="n"/></datamodel>
        <final><donedata><param name="n" expr="n"/><param name="n" expr="n * 10"/></donedata></final></scxml></content></invoke>
      <transition event="done.invoke"><log expr="JSON.stringify(_event.data)"/></transition></state>`),
  );
  expect(session.logs).toEqual(['{"n":20}']);
});
