// A page that is the same for everyone, `GET /vxml/classic`, beside a bare Express route that sends the same bytes.
import express from 'express';

import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';
import { listen } from './support/listen.ts';
import { startLoadClient } from './support/load.ts';
import { startRingback } from './support/ringback.ts';

const BAR = 0.6;

const running = await startRingback('ready');
const client = startLoadClient();
const page = await (await fetch(`${running.url}/vxml/classic`)).text();

const bare = express();
bare.get('/page', (_request, response) => {
  response.setHeader('Content-Type', 'application/voicexml+xml; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(page);
});
const peer = await listen(bare);

const load = { connections: 32, seconds: 0.5, bodies: [], paths: [], contentType: '', pages: [] };
const comparison = await alternate(
  { name: 'GET /vxml/classic', run: () => client.run({ ...load, url: `${running.url}/vxml/classic` }) },
  { name: 'bare Express, the same bytes', run: () => client.run({ ...load, url: `${peer.url}/page` }) },
);
judge(`Static page (${page.length} bytes)`, comparison, BAR);

peer.close();
await client.close();
await running.close();
