import { expect, test } from 'vitest';

import { ChartSession, w3c } from '../support/chart-session.ts';

const order = `<datamodel><data id="order"><order xmlns=""><dish>soup</dish></order></data></datamodel>`;
const heard = (path: string): string =>
  `<transition event="told"><log expr="${path}.getElementsByTagName('dish')[0].textContent"/></transition>`;

test.each([
  ['content', '<content expr="order"/>', '_event.data'],
  ['a param', '<param name="order" expr="order"/><param name="n" expr="1"/>', '_event.data.order'],
])('XML that is sent by %s arrives as a document', async (_, given, path) => {
  const session = await ChartSession.started(
    w3c(`${order}<state><onentry><send event="told">${given}</send></onentry>${heard(path)}</state>`),
  );
  expect([session.logs, session.errors]).toEqual([['soup'], []]);
});

test('also by a list of names, later, and to another session', async () => {
  const session = await ChartSession.started(
    w3c(`${order}<state><invoke id="c"><content><scxml version="1.0" datamodel="ecmascript"><state>
        ${heard('_event.data.order')}</state></scxml></content></invoke>
      <transition event="go"><send event="told" target="#_c" delay="1s" namelist="order"/></transition></state>`),
  );
  session.send('go').advance(1_000);
  expect([session.logs, session.errors]).toEqual([['soup'], []]);
});

test.each([
  ['content', '<content expr="order"/>', '_event.data'],
  ['a param', '<param name="order" expr="order"/>', '_event.data.order'],
])('and in the data of a state that is done (%s)', async (_, given, path) => {
  const session = await ChartSession.started(
    w3c(`${order}<state id="s"><state><transition target="f"/></state><final id="f"><donedata>${given}</donedata></final>
      ${heard(path).replace('told', 'done.state.s')}</state>`),
  );
  expect([session.logs, session.errors]).toEqual([['soup'], []]);
});

test('over HTTP it goes as its text', async () => {
  const send = (given: string): string =>
    `<send target="http://partner.example/" event="told">${given}</send>`;
  const session = await ChartSession.started(
    w3c(
      `${order}<state><onentry>${send('<content expr="order"/>')}${send('<param name="order" expr="order"/>')}</onentry></state>`,
    ),
    { reads: { http: null } },
  );
  expect(session.actions.map(({ attributes }) => attributes)).toMatchObject([
    { contentType: 'application/xml', body: '<order><dish>soup</dish></order>' },
    { body: '_scxmleventname=told&order=%3Corder%3E%3Cdish%3Esoup%3C%2Fdish%3E%3C%2Forder%3E' },
  ]);
});
