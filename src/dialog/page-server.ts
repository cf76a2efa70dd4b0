import { noteOfferEnd } from '../app/offers.ts';
import { isRingbackError, messageOf, RingbackError } from '../core/errors.ts';
import { derivedSecret, secretId } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { afterAnswer } from './advance-run.ts';
import {
  beginRun,
  currentPage,
  dialogOf,
  runOf,
  type DialogOpening,
  type PageServerParts,
  type ServedPage,
} from './dialog-runs.ts';
import { foreignBegin, foreignStart } from './foreign-browser.ts';
import { createTurns } from './in-turn.ts';
import { RecentRuns } from './recent-runs.ts';
import type { Form } from './take-answer.ts';
import { keepAnswer, utteranceAt, type FormFile } from './utterances.ts';

/** A request for a page, by HTTP or from the browser in process. `path` begins with `/vxml/`, without query. */
interface PageRequest {
  method: string;
  path: string;
  query: Readonly<Record<string, unknown>>;
  form: Form;
  /** Files of a multipart form: what a caller said. */
  files?: readonly FormFile[];
}

export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface PageServer {
  /** Answers any request below /vxml/; never rejects. */
  handle(request: PageRequest): Promise<PageResponse>;
  /** Begins a dialog, or finds the one this action began before. @throws DOCUMENT_UNKNOWN */
  open(opening: DialogOpening & { actionId: string }): Promise<{ key: string; path: string }>;
  /** How the run ended; null while it is open, or when there is none of that key. */
  result(key: string): Promise<JsonObject | null>;
}

/** Serves the pages of voice dialogs. A run is stored with every answer, so any node can go on with it. */
export function createPageServer(parts: PageServerParts): PageServer {
  const serving = { ...parts, turns: createTurns(), recent: new RecentRuns() };
  return {
    async handle(request) {
      try {
        return await respond(serving, request);
      } catch (error) {
        return refusal(parts, request, error);
      }
    },
    async open(opening) {
      const key = derivedSecret(parts.secret, 'dialog', opening.actionId);
      const known = await parts.app.store.dialogRuns.get(key);
      if (!known) {
        const values = await declaredValues(parts, opening);
        serving.recent.opened(await beginRun(parts, { ...opening, key, values }));
      }
      return { key, path: `/vxml/run/${key}` };
    },
    async result(key) {
      return serving.recent.result(key) ?? (await parts.app.store.dialogRuns.get(key))?.result ?? null;
    },
  };
}

/** Of what it is started with, a dialog knows what it says it wants (`values`). */
async function declaredValues(parts: PageServerParts, opening: DialogOpening): Promise<JsonObject> {
  const { values } = await dialogOf(parts, opening);
  return Object.fromEntries(Object.entries(opening.values).filter(([name]) => values.includes(name)));
}

interface Serving extends PageServerParts {
  turns: ReturnType<typeof createTurns>;
  recent: RecentRuns;
}

async function respond(parts: Serving, request: PageRequest): Promise<PageResponse> {
  const [first = '', second, third, fourth, ...rest] = request.path.replace(/^\/vxml\//, '').split('/');
  const posted = request.method === 'POST';
  if (rest.length === 0 && first === 'run' && second !== undefined && fourth === undefined) {
    if (third === undefined || !posted)
      return voicexml(await currentPage(parts, parts.recent.begun(second) ?? (await runOf(parts, second))));
    return voicexml(
      await parts.turns(second, () => answer(parts, { key: second, revision: third }, request)),
    );
  }
  if (first === 'said' && second !== undefined && third === undefined) return utterance(parts, second);
  if (rest.length === 0 && first === 'audio' && fourth !== undefined)
    return recording(parts, second ?? '', `prompts/${third}/${fourth}`);
  if (second === undefined && first !== 'run' && first !== 'audio')
    return voicexml(await foreignStart(parts, first, wantedOf(request)));
  if (second === 'start' && third === undefined && posted)
    return voicexml(await foreignBegin(parts, first, wantedOf(request), request.form));
  throw new RingbackError('ROUTE_UNKNOWN', { method: request.method, path: request.path });
}

/** An answer counts if it is to the page the run stands at; one sent twice, or late, gets that page. */
async function answer(
  parts: Serving,
  { key, revision }: { key: string; revision: string },
  request: PageRequest,
): Promise<ServedPage> {
  const run = parts.recent.at(key, revision) ?? (await runOf(parts, key));
  if (run.status === 'ended' || String(run.revision) !== revision) return currentPage(parts, run);
  const dialog = await dialogOf(parts, run);
  const form = await formOf(parts, run, request, dialog.steps.get(run.step)?.kind === 'record');
  const next = await afterAnswer({ ...parts, dialog }, run, form);
  if (next.status === 'ended') await noteOfferEnd(parts.app, next);
  const outcome = await parts.app.store.dialogRuns.advance(run.revision, next, []);
  if (outcome === 'advanced') parts.recent.stored(next);
  else parts.recent.forget(key);
  return currentPage(parts, outcome === 'advanced' ? next : await runOf(parts, key));
}

/** What was said is answered by its id: it is kept before the run knows of it, and no form can name another one. */
async function formOf(
  { app }: Serving,
  run: DialogRun,
  { form, files = [] }: PageRequest,
  records: boolean,
): Promise<Form> {
  if (!records) return form;
  return { ...form, answer: (await keepAnswer(app, run, files)) ?? '' };
}

async function utterance({ app }: Serving, file: string): Promise<PageResponse> {
  const said = await utteranceAt(app, file);
  if (!said) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'recording', name: file.slice(0, 200) });
  const headers = { 'Content-Type': said.type, 'Cache-Control': 'private, max-age=86400, immutable' };
  return { status: 200, headers, body: Buffer.from(said.base64, 'base64') };
}

async function recording(parts: PageServerParts, hash: string, file: string): Promise<PageResponse> {
  const { files } = await parts.library.get(hash);
  const content = file.endsWith('.wav') && Object.hasOwn(files, file) ? files[file] : undefined;
  if (content === undefined)
    throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'recording', name: file.slice(0, 200) });
  // The set's hash is in the address, so what is there never changes.
  const headers = { 'Content-Type': 'audio/wav', 'Cache-Control': 'public, max-age=31536000, immutable' };
  return { status: 200, headers, body: Buffer.from(content, 'base64') };
}

function wantedOf({ query }: PageRequest): Parameters<typeof foreignStart>[2] {
  const textIn = (name: string): string | null => {
    const value = query[name];
    return typeof value === 'string' ? value : null;
  };
  return { service: textIn('service'), profile: textIn('profile'), language: textIn('language') };
}

function voicexml({ body, mediaType }: ServedPage): PageResponse {
  const headers = { 'Content-Type': mediaType, 'Cache-Control': 'no-store' };
  return { status: 200, headers, body };
}

/** Plain text: a browser makes `error.badfetch.http.404` of the status, and its page's handler goes on from there. */
function refusal({ app }: PageServerParts, request: PageRequest, thrown: unknown): PageResponse {
  const id = secretId(app.random).slice(0, 8);
  const error = isRingbackError(thrown) ? thrown : new RingbackError('INTERNAL', { id }, thrown);
  if (error.status >= 500)
    app.log.error({ id, path: request.path, error: messageOf(thrown) }, 'a page could not be served');
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status: error.status, headers, body: `${error.code} ${error.message}\n${error.remedy}\n` };
}
