import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import supertest from 'supertest';
import { expect, it } from 'vitest';

import { postEvent } from '../../src/strategy/post-event.ts';
import { systemClock } from '../../src/core/clock.ts';
import { World } from '../support/world.ts';

const strategy = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <state id="waits"><transition event="hello"><log label="heard" expr="_event.data.name"/></transition>
    <transition event="bye" target="end"/></state><final id="end"/></scxml>`;

it('an event over HTTP is stored before it is answered, and taken once', async () => {
  const world = await World.create({ documents: { 'dialogs/talk.scxml': strategy } });
  await world.startSession('talk-1', 'talk');
  world.ringback.engine.wake(['talk-1']);
  await world.clock.settle();
  const api = supertest(world.ringback.http);
  for (let time = 0; time < 2; time++)
    await api
      .post('/scxml/sessions/talk-1')
      .set('Idempotency-Key', 'k1')
      .type('form')
      .send({ _scxmleventname: 'hello', name: 'Ada' })
      .expect(204);
  await world.clock.settle();
  const journal = await world.store.sessions.journal('talk-1');
  expect(journal.map(({ event }) => event?.name)).toEqual([undefined, 'hello']);
  expect(JSON.stringify(journal.at(-1)?.trace)).toContain('Ada');
  await api.post('/scxml/sessions/nobody').expect(404);
  await api.post('/scxml/sessions/talk-1').send('x'.repeat(70_000)).expect(413);
  await world.close();
});

it('events go to named hosts only, and to private networks only when that is allowed', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.writeHead(bodies.length > 1 ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (hosts: string[], privateNetworks: boolean): Promise<void> =>
    postEvent(
      { url: `http://${host}/`, contentType: 'text/plain', body: 'hi', key: 'k' },
      { clock: systemClock, rules: { url: '', hosts, privateNetworks } },
    );
  await expect(post([], true)).rejects.toThrow('not among the configured hosts');
  await expect(post([host], false)).rejects.toThrow('private network');
  expect(bodies).toEqual([]);
  await post([host], true);
  expect(bodies).toEqual(['hi']);
  await expect(post([host], true)).rejects.toThrow('answered 500');
  server.close();
});
