import { Router, type Response } from 'express';

import { auditOrder } from '../app/audit-order.ts';
import { drainSwitch } from '../app/drain-switch.ts';
import { explainWait, explainWaits } from '../app/explain-wait.ts';
import { forgetOld } from '../app/forget-old.ts';
import { getCallback } from '../app/find-callbacks.ts';
import { testNumber } from '../app/test-number.ts';
import { liveCounters } from '../app/live-counters.ts';
import { callerOf } from './access.ts';
import { queueServesCaller, servesCaller } from './authorise.ts';
import { eventStream } from './event-stream.ts';
import { isUnlimited } from '../callback/rights.ts';
import type { LiveConfiguration } from '../app/live-configuration.ts';
import type { App } from '../app/ports.ts';
import { refusedRequest, refusedRequests } from '../app/refused-requests.ts';
import { restartCallback } from '../app/restart-callback.ts';
import { status } from '../app/status.ts';
import { dayAt, isIsoDay, isoDay, isZone } from '../callback/hours/wall-clock.ts';
import { callbackStates, type CallbackState } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { dayReport } from '../report/day-report.ts';
import { recordingOf } from '../app/recording.ts';
import { storyOf } from '../report/story.ts';
import type { CallbackQuery } from '../store/callbacks.ts';
import { queryParameters } from './request-parameters.ts';
import { shown } from './shown.ts';

interface ApiParts {
  app: App;
  live: LiveConfiguration;
  /** What is simulated, in words. */
  simulated: string[];
  /** Checks and publishes the files of the project; what stands in them goes live unless something is wrong. */
  publish: () => Promise<{ published: boolean; problems: string[] }>;
}

const MOST = 500;

/** Our own API, below `/api/v1`: what the command line and the console use. */
export function apiRouter({ app, live, simulated, publish }: ApiParts): Router {
  const router = Router();
  router.get('/status', async (_request, response) => {
    const { services, ...rest } = await status(app);
    const isOwn = servesCaller(app, response);
    const own = services.filter(({ service }) => isOwn(service));
    const { no: revision } = live.revision();
    response.json({ site: app.config().site, revision, simulated, ...rest, services: own });
  });
  serveCallbacks(router, app);
  router.get('/numbers/:number', async (request, response) => {
    const { service = null } = queryParameters(request);
    response.json({ tests: await testNumber(app, request.params.number, service) });
  });
  router.get('/refusals', async (_request, response) => {
    response.json({ refusals: await refusedRequests(app, MOST) });
  });
  router.get('/refusals/:id', async (request, response) => {
    const id = request.params.id.slice(0, 100);
    const refused = await refusedRequest(app, id);
    if (!refused) throw new RingbackError('REFUSAL_UNKNOWN', { id });
    response.json(refused);
  });
  router.get('/reports/day', async (request, response) => {
    const { zone = 'UTC', day = isoDay(dayAt(app.clock.now(), isZone(zone) ? zone : 'UTC')) } =
      queryParameters(request);
    if (!isZone(zone)) throw bad('zone is an IANA name such as Europe/Berlin');
    if (!isIsoDay(day)) throw bad('day is a date such as 2026-11-21');
    response.json(await dayReport(app.store, { day, zone }));
  });
  serveSwitches(router, app);
  serveQueues(router, app);
  router.get('/stories/:id', async (request, response) => {
    const { id } = request.params;
    const story = await storyOf(app.store, id);
    if (!story) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    response.json(shown(app, story));
  });
  router.get('/recordings/:id', async (request, response) => {
    response.json(shown(app, await recordingOf(app.store, request.params.id)));
  });
  router.post('/publish', async (_request, response) => {
    response.json(await publish());
  });
  router.post('/retention/run', async (_request, response) => {
    for await (const forgotten of forgetOld(app)) {
      if (!response.headersSent)
        response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
      response.write(`${forgotten}\n`);
    }
    response.end();
  });
  return router;
}

function serveCallbacks(router: Router, app: App): void {
  router.get('/callbacks', async (request, response) => {
    const query = ofOwnService(app, response, queryOf(queryParameters(request)));
    const page = await app.store.callbacks.find(query);
    response.json({ callbacks: shown(app, page.records), cursor: page.cursor });
  });
  router.get('/callbacks/:id', async (request, response) => {
    response.json(shown(app, await getCallback(app, request.params.id)));
  });
  router.post('/callbacks/:id/restart', async (request, response) => {
    response.json(shown(app, await restartCallback(app, request.params.id)));
  });
}

function serveSwitches(router: Router, app: App): void {
  router.post('/switches/:name/drain', async (request, response) => {
    response.json(await drainSwitch(app, request.params.name, true));
  });
  router.post('/switches/:name/resume', async (request, response) => {
    response.json(await drainSwitch(app, request.params.name, false));
  });
}

/** What goes on in the virtual queues, and went on. */
function serveQueues(router: Router, app: App): void {
  router.get('/waits', async (_request, response) => {
    response.json({ waits: await explainWaits(app) });
  });
  router.get('/waits/:name', async (request, response) => {
    response.json(await explainWait(app, request.params.name));
  });
  const counters = async (isOwn: (queue: string) => boolean = () => true): Promise<object> => ({
    at: app.clock.now(),
    queues: (await liveCounters(app)).filter(({ queue }) => isOwn(queue)),
  });
  router.get('/counters', async (_request, response) => {
    response.json(await counters(queueServesCaller(app, response)));
  });
  router.get(
    '/counters/events',
    eventStream(app.store, app.clock, { event: 'counters', read: () => counters() }),
  );
  router.get('/audit/order', async (_request, response) => {
    response.json(await auditOrder(app));
  });
}

/** A key with limits sees the callbacks of one service of its own at a time. @throws BAD_REQUEST, LIMIT_REFUSED */
function ofOwnService(app: App, response: Response, query: CallbackQuery): CallbackQuery {
  if (isUnlimited(callerOf(response))) return query;
  const isOwn = servesCaller(app, response);
  const own = app
    .config()
    .services.map(({ name }) => name)
    .filter(isOwn);
  const service = query.service ?? (own.length === 1 ? own[0] : undefined);
  if (service === undefined) throw bad(`name one of the services of the key as service: ${own.join(', ')}`);
  if (!isOwn(service)) throw new RingbackError('LIMIT_REFUSED', { what: service.slice(0, 100) });
  return { ...query, service };
}

/** `service`, `state` (several with commas), `limit` (20), `after` (the cursor of the page before). */
function queryOf(given: Record<string, string>): CallbackQuery {
  const { service, state, limit = '20', after } = given;
  const states = state?.split(',').map((one) => one.trim());
  if (!states?.every(isState) && states !== undefined)
    throw bad(`state is one of ${callbackStates.join(', ')}`);
  if (!/^[1-9][0-9]{0,2}$/.test(limit) || Number(limit) > MOST)
    throw bad(`limit is a whole number from 1 to ${MOST}`);
  return {
    limit: Number(limit),
    ...(service !== undefined && { service }),
    ...(states !== undefined && { states }),
    ...(after !== undefined && { after }),
  };
}

function isState(text: string): text is CallbackState {
  return (callbackStates as readonly string[]).includes(text);
}

function bad(what: string): RingbackError {
  return new RingbackError('BAD_REQUEST', { what });
}
