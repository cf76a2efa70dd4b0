// A callback asked for over HTTP, answered when it is durable, with 64 clients; beside the lower of what it is made
// of: a bare Express route that takes and sends the same bytes, and a bare commit of the same callback.
import express from 'express';

import { createCallback } from '../src/app/create-callback.ts';
import { secretId } from '../src/core/ids.ts';
import type { CallbackCreate } from '../src/store/callbacks.ts';
import { alternate, type Side } from './support/alternate.ts';
import { judge } from './support/judge.ts';
import { listen } from './support/listen.ts';
import { startLoadClient } from './support/load.ts';
import { startRingback, type Running } from './support/ringback.ts';
import { temporaryStore } from './support/temporary-store.ts';

const BAR = 0.5;
const CLIENTS = 64;
const SECONDS = 2;
/** More than are asked for in one measurement: every callback has a number of its own. */
const NUMBERS = 20_000;

const running = await startRingback('logged-out');
const bareStore = await temporaryStore();
const client = startLoadClient();

let asked = 0;
const bodies = (): string[] => Array.from({ length: NUMBERS }, () => bodyFor(asked++));
const load = { connections: CLIENTS, seconds: SECONDS, contentType: 'application/json', pages: [] };

const ours: Side = {
  name: 'POST /genesys/1/service/callback/classic',
  async run() {
    const url = `${running.url}/genesys/1/service/callback/classic`;
    const rate = await client.run({ ...load, url, bodies: bodies() });
    await settled(running);
    return rate;
  },
};

const bare = express();
bare.post('/callback', express.json(), (_request, response) => void response.json({ _id: '0'.repeat(32) }));
const peer = await listen(bare);
const express64: Side = {
  name: 'bare Express POST, the same bytes',
  run: () => client.run({ ...load, url: `${peer.url}/callback`, bodies: bodies() }),
};

const create = await createOf(running);
const commit64: Side = { name: 'bare commit of the same callback', run: commits };

const [beforeExpress, beforeCommit] = [await express64.run(), await commit64.run()];
const lower = beforeExpress < beforeCommit ? express64 : commit64;
judge(`Durable create, ${CLIENTS} clients`, await alternate(ours, lower), BAR);

peer.close();
await client.close();
await running.close();
await bareStore.close();

function bodyFor(index: number): string {
  const number = `+1415${2_000_000 + (index % 7_000_000)}`;
  return JSON.stringify({ _customer_number: number, customer: 'Ada Lovelace', topic: 'an invoice' });
}

/** What the store is asked to keep of one callback; nothing is kept. */
async function createOf({ ringback }: Running): Promise<CallbackCreate> {
  const { app } = ringback;
  let seen: CallbackCreate | null = null;
  const callbacks = {
    ...app.store.callbacks,
    create(create: CallbackCreate): Promise<'too-many'> {
      seen = create;
      return Promise.resolve('too-many');
    },
  };
  const parameters = JSON.parse(bodyFor(0)) as Record<string, string>;
  const request = { service: 'classic', id: null, parameters, kvps: {} };
  await createCallback({ ...app, store: { ...app.store, callbacks } }, request).catch(() => undefined);
  if (!seen) throw new Error('the callback was refused');
  return seen;
}

async function commits(): Promise<number> {
  const { record, session } = create;
  const { random } = running.ringback.app;
  let done = 0;
  const until = performance.now() + SECONDS * 1000;
  const clientOf = async (): Promise<void> => {
    while (performance.now() < until) {
      const id = secretId(random);
      const customerNumber = `+1415${2_000_000 + (asked++ % 7_000_000)}`;
      const result = await bareStore.store.callbacks.create({
        ...create,
        record: { ...record, id, customerNumber, sessionId: id },
        session: session && { ...session, row: { ...session.row, id, callbackId: id } },
      });
      if (result !== 'created') throw new Error(result);
      done++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, clientOf));
  return done / SECONDS;
}

/** The sessions that were begun have done what they do at first: what they leave is no load on the other side. */
async function settled({ store }: Running): Promise<void> {
  while ((await store.sessions.waiting()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}
