import type { App } from '../app/ports.ts';
import { isRingbackError, messageOf, RingbackError } from '../core/errors.ts';
import { derivedSecret, secretId } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { afterAnswer, enter } from './advance-run.ts';
import type { Dialog } from './dialog.ts';
import { createTurns } from './in-turn.ts';
import type { Library } from './library.ts';
import type { Questions } from './question.ts';
import { startValues } from './start-values.ts';
import { runPage, startPage } from './run-page.ts';
import type { Form } from './take-answer.ts';

/** A request for a page, by HTTP or from the browser in process. `path` begins with `/vxml/`, without query. */
export interface PageRequest {
  method: string;
  path: string;
  query: Readonly<Record<string, unknown>>;
  form: Form;
}

export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface DialogOpening {
  dialog: string;
  setHash: string;
  service: string;
  interactionId: string | null;
  sessionId: string | null;
  /** The `dialog:start` action; opening it again finds the same run. */
  actionId: string;
  values: JsonObject;
  locale: string;
}

export interface PageServer {
  /** Answers any request below /vxml/; never rejects. */
  handle(request: PageRequest): Promise<PageResponse>;
  /** Begins a dialog, or finds it begun already. @throws DOCUMENT_UNKNOWN */
  open(opening: DialogOpening): Promise<{ key: string; path: string }>;
  /** How the run ended; null while it is open, or when there is none of that key. */
  result(key: string): Promise<JsonObject | null>;
}

export interface PageServerParts {
  app: App;
  library: Library;
  questions: Questions;
  /** Makes the keys of runs unguessable; the same on every node and after a restart. */
  secret: string;
}

/** Serves the pages of voice dialogs. A run is stored with every answer, so any node can go on with it. */
export function createPageServer(parts: PageServerParts): PageServer {
  const turns = createTurns();
  return {
    async handle(request) {
      try {
        return await respond(parts, request, turns);
      } catch (error) {
        return refusal(parts, request, error);
      }
    },
    async open({ actionId, ...opening }) {
      const key = derivedSecret(parts.secret, 'dialog', actionId);
      const known = await parts.app.store.dialogRuns.get(key);
      if (!known) await begin(parts, { ...opening, actionId, key });
      return { key, path: `/vxml/run/${key}` };
    },
    async result(key) {
      return (await parts.app.store.dialogRuns.get(key))?.result ?? null;
    },
  };
}

async function respond(
  parts: PageServerParts,
  request: PageRequest,
  turns: ReturnType<typeof createTurns>,
): Promise<PageResponse> {
  const [first = '', second, third, fourth, ...rest] = request.path.replace(/^\/vxml\//, '').split('/');
  const posted = request.method === 'POST';
  if (rest.length === 0 && first === 'run' && second !== undefined && fourth === undefined) {
    if (third === undefined || !posted) return voicexml(await currentPage(parts, await runOf(parts, second)));
    return voicexml(await turns(second, () => answer(parts, second, third, request.form)));
  }
  if (rest.length === 0 && first === 'audio' && fourth !== undefined)
    return recording(parts, second ?? '', `prompts/${third}/${fourth}`);
  if (second === undefined && first !== 'run' && first !== 'audio')
    return voicexml(await foreignStart(parts, first, request));
  if (second === 'start' && third === undefined && posted)
    return voicexml(await foreignBegin(parts, first, request));
  throw new RingbackError('ROUTE_UNKNOWN', { method: request.method, path: request.path });
}

/** An answer counts if it is to the page the run stands at; one sent twice, or late, gets that page. */
async function answer(parts: PageServerParts, key: string, revision: string, form: Form): Promise<string> {
  const run = await runOf(parts, key);
  if (run.status === 'ended' || String(run.revision) !== revision) return currentPage(parts, run);
  const dialog = await dialogOf(parts, run);
  const next = await afterAnswer({ ...parts, dialog }, run, form);
  const outcome = await parts.app.store.dialogRuns.advance(run.revision, next, []);
  return currentPage(parts, outcome === 'advanced' ? next : await runOf(parts, key));
}

async function currentPage(parts: PageServerParts, run: DialogRun): Promise<string> {
  const set = await parts.library.get(run.setHash);
  return runPage(parts.app, set, await dialogOf(parts, run), run);
}

/** Takes the silent steps before the first page, then stores the run. */
async function begin(parts: PageServerParts, opening: Omit<DialogOpening, 'actionId'> & { actionId: string | null; key: string }): Promise<DialogRun> {
  const { app } = parts;
  const now = app.clock.now();
  const run: DialogRun = {
    ...opening,
    revision: 0,
    step: '',
    values: await startValues(app, opening),
    status: 'open',
    result: null,
    startedAt: now,
    updatedAt: now,
  };
  const dialog = await dialogOf(parts, run);
  const first = await enter({ ...parts, dialog }, run, dialog.start);
  const outcome = await app.store.dialogRuns.open(first);
  return outcome === 'opened' ? first : runOf(parts, run.key);
}

async function foreignStart(parts: PageServerParts, name: string, request: PageRequest): Promise<string> {
  const set = await parts.library.get(await parts.app.activeSet());
  if (!set.dialogs.has(name)) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'dialog', name: name.slice(0, 100) });
  const { service } = request.query;
  const query = typeof service === 'string' ? `?service=${encodeURIComponent(service)}` : '';
  return startPage(`/vxml/${name}/start${query}`);
}

async function foreignBegin(parts: PageServerParts, name: string, request: PageRequest): Promise<string> {
  const { app } = parts;
  const { services } = app.config();
  const wanted = request.query['service'];
  const uses = (one: { dialog: string; confirmDialog: string }): boolean => one.dialog === name || one.confirmDialog === name;
  const service = services.find((one) => (wanted === undefined ? uses(one) : one.name === wanted)) ?? services[0];
  const asked = { service: String(wanted ?? ''), known: services.map((one) => one.name).join(', ') };
  if (!service || (wanted !== undefined && service.name !== wanted)) throw new RingbackError('SERVICE_UNKNOWN', asked);
  const text = (field: string): string => {
    const value = request.form[field];
    return typeof value === 'string' ? value.slice(0, 300) : '';
  };
  const run = await begin(parts, {
    key: secretId(app.random),
    dialog: name,
    setHash: await app.activeSet(),
    service: service.name,
    interactionId: null,
    sessionId: null,
    actionId: null,
    values: { caller: { number: text('remote'), called: text('local') } },
    locale: service.locale,
  });
  return currentPage(parts, run);
}

async function recording(parts: PageServerParts, hash: string, file: string): Promise<PageResponse> {
  const { files } = await parts.library.get(hash);
  const content = file.endsWith('.wav') && Object.hasOwn(files, file) ? files[file] : undefined;
  if (content === undefined) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'recording', name: file.slice(0, 200) });
  // The set's hash is in the address, so what is there never changes.
  const headers = { 'Content-Type': 'audio/wav', 'Cache-Control': 'public, max-age=31536000, immutable' };
  return { status: 200, headers, body: Buffer.from(content, 'base64') };
}

async function runOf({ app }: PageServerParts, key: string): Promise<DialogRun> {
  const run = /^[0-9a-f]{32}$/.test(key) ? await app.store.dialogRuns.get(key) : null;
  if (!run) throw new RingbackError('RUN_UNKNOWN');
  return run;
}

async function dialogOf(parts: PageServerParts, run: DialogRun): Promise<Dialog> {
  const dialog = (await parts.library.get(run.setHash)).dialogs.get(run.dialog);
  if (!dialog) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'dialog', name: run.dialog });
  return dialog;
}

function voicexml(body: string): PageResponse {
  const headers = { 'Content-Type': 'application/voicexml+xml; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status: 200, headers, body };
}

/** Plain text: a browser makes `error.badfetch.http.404` of the status, and its page's handler goes on from there. */
function refusal({ app }: PageServerParts, request: PageRequest, thrown: unknown): PageResponse {
  const id = secretId(app.random).slice(0, 8);
  const error = isRingbackError(thrown) ? thrown : new RingbackError('INTERNAL', { id }, thrown);
  if (error.status >= 500) app.log.error({ id, path: request.path, error: messageOf(thrown) }, 'a page could not be served');
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status: error.status, headers, body: `${error.code} ${error.message}\n${error.remedy}\n` };
}
