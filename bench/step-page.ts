// A page that follows an answer, `POST /vxml/run/<key>/<revision>`: the run is read, moved on, committed and shown.
// Beside it a bare Express route that commits a run of the same size and sends the same bytes.
import express, { type Express } from 'express';

import { contentHash } from '../src/core/ids.ts';
import type { DialogRun } from '../src/store/dialog-runs.ts';
import type { Store } from '../src/store/store.ts';
import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';
import { listen } from './support/listen.ts';
import { startLoadClient } from './support/load.ts';
import { startRingback } from './support/ringback.ts';
import { temporaryStore } from './support/temporary-store.ts';

const BAR = 0.6;
const CALLERS = 32;

const running = await startRingback('ready');
const bareStore = await temporaryStore();
const client = startLoadClient();

const first = await Promise.all(Array.from({ length: CALLERS + 1 }, () => callerAtNumber(running.url)));
const run = await runShownBy(first[0] ?? '', running.store);
const bare = await bareServer(bareStore.store, run, first[0] ?? '');
const peer = await listen(bare.app);

const load = {
  connections: CALLERS,
  seconds: 0.5,
  bodies: [],
  paths: [],
  contentType: 'application/x-www-form-urlencoded',
};
const ours = (): Promise<number> => client.run({ ...load, url: running.url, pages: first });
const theirs = (): Promise<number> => client.run({ ...load, url: peer.url, pages: bare.pages });
const comparison = await alternate(
  { name: 'POST /vxml/run/<key>/<revision>', run: ours },
  { name: 'bare Express and one commit', run: theirs },
);
judge(
  `Step page (${JSON.stringify(run).length} bytes stored, ${first[0]?.length ?? 0} sent)`,
  comparison,
  BAR,
);

peer.close();
await client.close();
await running.close();
await bareStore.close();

/** Begins a dialog and accepts the offer; returns the page that asks for the number, or whether it is right. */
async function callerAtNumber(url: string): Promise<string> {
  const form = (fields: Record<string, string>): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  const offer = await fetch(`${url}/vxml/classic/start`, form({ remote: 'tel:+14155550142', local: '8000' }));
  const next = /\/vxml\/run\/[0-9a-f]+\/\d+/.exec(await offer.text())?.[0] ?? '';
  return (await fetch(`${url}${next}`, form({ answer: '1' }))).text();
}

async function runShownBy(page: string, store: Store): Promise<DialogRun> {
  const key = /\/vxml\/run\/([0-9a-f]+)\//.exec(page)?.[1] ?? '';
  const run = await store.dialogRuns.get(key);
  if (run?.status !== 'open') throw new Error('the dialog did not get as far as the number');
  return run;
}

/** Keeps its runs in memory, and in the store as we do. */
async function bareServer(
  store: Store,
  run: DialogRun,
  page: string,
): Promise<{ app: Express; pages: string[] }> {
  const runs = new Map<string, DialogRun>();
  for (let caller = 0; caller <= CALLERS; caller++) {
    const key = contentHash(String(caller)).slice(0, run.key.length);
    runs.set(key, { ...run, key });
    await store.dialogRuns.open({ ...run, key });
  }
  const [before = '', after = ''] = page.split(`${run.key}/${run.revision}`, 2);
  const pageOf = ({ key, revision }: DialogRun): string => `${before}${key}/${revision}${after}`;
  const app = express();
  app.post('/vxml/run/:key/:revision', express.urlencoded({ extended: false }), async (request, response) => {
    const known = runs.get(request.params.key) ?? run;
    const next = { ...known, revision: known.revision + 1 };
    runs.set(next.key, next);
    if ((await store.dialogRuns.advance(known.revision, next, [])) === 'stale')
      throw new Error('one after the other');
    response.setHeader('Content-Type', 'application/voicexml+xml; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.end(pageOf(next));
  });
  return { app, pages: [...runs.values()].map(pageOf) };
}
