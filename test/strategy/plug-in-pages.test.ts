import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { book, CUSTOMER } from '../support/behaviours.ts';
import { OutgoingRequests } from '../support/outgoing-requests.ts';
import { World } from '../support/world.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A web server with one VoiceXML page, and a callback whose service names it. */
async function calledBack(
  hosts: string[],
): Promise<{ asked: string[]; texts: string[]; reason: string | null }> {
  const asked: string[] = [];
  const page = `<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"><form><block>
    <prompt>Good day, <value expr="session.connection.remote.uri"/>.</prompt><exit/></block></form></vxml>`;
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Content-Type': 'application/voicexml+xml' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const outgoing = new OutgoingRequests();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/welcome.vxml`;
  const world = await World.create({
    service: { options: { _on_customer_connect_treatment_url: url } },
    pageHosts: hosts,
    underWay: outgoing.underWay,
  });
  closing.push(
    () => void server.close(),
    () => outgoing.close(),
    () => world.close(),
  );
  const { heard } = world.phone(CUSTOMER);
  await book(world, CUSTOMER);
  const { reason } = await world.completed();
  const texts = heard.flatMap(({ perception }) =>
    perception.kind === 'hears' && perception.sound.kind === 'text' ? [perception.sound.text] : [],
  );
  return { asked, texts, reason };
}

test('a VoiceXML page of another server greets the customer, then the call is confirmed as ever', async () => {
  const { asked, texts, reason } = await calledBack(['127.0.0.1']);
  expect(asked).toEqual(['/welcome.vxml']);
  expect(texts.join(' ')).toMatch(/^Good day, \+14155550142\. Hello.*press 1/);
  expect(reason).toBe('AGENT_CONNECTED');
});

test('a page of a server that is not in the list is not asked for, and the call goes on without it', async () => {
  const { asked, texts, reason } = await calledBack(['pages.example.com']);
  expect(asked).toEqual([]);
  expect(texts.join(' ')).toMatch(/^Hello.*press 1/);
  expect(reason).toBe('AGENT_CONNECTED');
});
