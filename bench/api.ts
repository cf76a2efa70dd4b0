// Creating: a callback asked for over HTTP by 64 clients at a time, answered when it is durable; beside the lower of what that
// is made of: a bare Express route for the same bytes, and a bare commit of the same callback. The bar is for
// callbacks at a chosen time: nothing follows from them yet. The session of one that is asked for at once begins
// beside the requests after it, and takes of the same cores; that is printed too.
// Reading: what is asked of 100,000 callbacks beside the same of 1,000, for no more than 1.2 times the time.
import express from 'express';

import { createCallback } from '../src/app/create-callback.ts';
import { secretId } from '../src/core/ids.ts';
import type { CallbackCreate } from '../src/store/callbacks.ts';
import type { SlotClaim } from '../src/store/slots.ts';
import { alternate, type Side } from './support/alternate.ts';
import { measureReads } from './support/api-reads.ts';
import { judge } from './support/judge.ts';
import { listen } from './support/listen.ts';
import { startLoadClient } from './support/load.ts';
import { startRingback } from './support/ringback.ts';
import { temporaryStore } from './support/temporary-store.ts';

const BAR = 0.5;
const CLIENTS = 64;
const SECONDS = 0.4;
/** More than are asked for in one measurement: every callback has a number of its own. */
const NUMBERS = 8_000;
/** How many of them share a time. */
const PER_TIME = 5_000;
const HOUR_MS = 3_600_000;

const running = await startRingback('logged-out');
const bareStore = await temporaryStore();
const client = startLoadClient();
const bare = express();
bare.post('/callback', express.json(), (_request, response) => void response.json({ _id: '0'.repeat(32) }));
const peer = await listen(bare);

const { app } = running.ringback;
let asked = 0;

await measure('at a chosen time', true, BAR);
await measure('as soon as possible', false, null);

peer.close();
await client.close();
await bareStore.close();
await running.close();
await measureReads();

async function measure(when: string, scheduled: boolean, bar: number | null): Promise<void> {
  const ours: Side = {
    name: 'POST /genesys/1/service/callback/classic',
    async run() {
      const rate = await post(`${running.url}/genesys/1/service/callback/classic`, scheduled);
      await settled();
      return rate;
    },
  };
  const route: Side = { name: 'bare Express', run: () => post(`${peer.url}/callback`, scheduled) };
  const create = await createOf(scheduled);
  const commit: Side = { name: 'bare commit', run: () => commits(create) };
  const comparison = await alternate(ours, route, commit);
  judge(`Durable create ${when}, ${CLIENTS} clients`, comparison, bar);
}

function post(url: string, scheduled: boolean): Promise<number> {
  const bodies = Array.from({ length: NUMBERS }, () => JSON.stringify(parameters(scheduled)));
  return client.run({
    url,
    connections: CLIENTS,
    seconds: SECONDS,
    contentType: 'application/json',
    pages: [],
    paths: [],
    bodies,
  });
}

function parameters(scheduled: boolean): Record<string, string> {
  const index = asked++;
  const at = new Date(app.clock.now() + HOUR_MS * (1 + (Math.floor(index / PER_TIME) % 100)));
  return {
    _customer_number: numberOf(index),
    ...(scheduled ? { _desired_time: at.toISOString() } : {}),
    customer: 'Ada Lovelace',
    topic: 'an invoice',
  };
}

function numberOf(index: number): string {
  return `+1415${2_000_000 + (index % 7_000_000)}`;
}

/** What the store is asked to keep of one callback; nothing is kept. */
async function createOf(scheduled: boolean): Promise<CallbackCreate> {
  const seen: CallbackCreate[] = [];
  const callbacks = {
    ...app.store.callbacks,
    create(create: CallbackCreate): Promise<'too-many'> {
      seen.push(create);
      return Promise.resolve('too-many');
    },
  };
  const request = { service: 'classic', id: null, parameters: parameters(scheduled), kvps: {} };
  await createCallback({ ...app, store: { ...app.store, callbacks } }, request).catch(() => undefined);
  if (!seen[0]) throw new Error('the callback was refused');
  return seen[0];
}

async function commits(create: CallbackCreate): Promise<number> {
  const { record, session, slot, facts } = create;
  let done = 0;
  const until = performance.now() + SECONDS * 1000;
  const clientLoop = async (): Promise<void> => {
    while (performance.now() < until) {
      const [id, index] = [secretId(app.random), asked++];
      const result = await bareStore.store.callbacks.create({
        ...create,
        record: { ...record, id, customerNumber: numberOf(index), sessionId: session && id },
        session: session && { ...session, row: { ...session.row, id, callbackId: id } },
        slot: slot && slotOf(slot, index),
        facts: facts.map((fact) => ({ ...fact, id, callbackId: id })),
      });
      if (result !== 'created') throw new Error(`a bare commit had the result ${JSON.stringify(result)}`);
      done++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, clientLoop));
  return done / SECONDS;
}

function slotOf(slot: SlotClaim, index: number): SlotClaim {
  return { ...slot, slotAt: slot.slotAt + HOUR_MS * (Math.floor(index / PER_TIME) % 100) };
}

/** Resolves when the sessions that were begun wait: what they leave undone is no load on the other side. */
async function settled(): Promise<void> {
  const { sessions } = running.store;
  while ((await sessions.waiting()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
