import { json, Router, type Request, type RequestHandler, type Response } from 'express';

import {
  editConfiguration,
  viewConfiguration,
  visibleTo,
  type Edit,
  type Edited,
  type Editing,
} from '../app/edit-configuration.ts';
import { editableSections } from '../config/editable.ts';
import { RingbackError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { mergePatch } from '../core/merge-patch.ts';
import type { Revision } from '../store/revisions.ts';
import { callerOf } from './access.ts';
import { bodyParameters, queryParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

const MOST_LISTED = 100;
const LONGEST_REASON = 500;

/** RFC 7396 §4. */
const readJson: RequestHandler = json({
  limit: BODY_LIMIT,
  type: ['application/json', 'application/merge-patch+json'],
});

/** `/api/v1/config`: the editable sections of the configuration, its revisions, and the way back to one of them. */
export function configRouter(editing: Editing): Router {
  const router = Router();
  router.get('/config', async (request, response) => {
    await editing.live.refresh();
    const { etag, revision, configuration } = viewConfiguration(editing);
    response.setHeader('ETag', etag).setHeader('Cache-Control', 'no-cache');
    if (request.get('if-none-match') === etag) response.status(304).end();
    else response.json({ revision, configuration: shown(editing, response, configuration) });
  });
  router.patch('/config', readJson, async (request, response) => {
    const patch = sectionsOf(request);
    const make = (document: JsonObject): JsonObject => mergePatch(document, patch) as JsonObject;
    answer(editing, response, await editConfiguration(editing, editOf(request, response, make)));
  });
  router.put('/config', readJson, async (request, response) => {
    const whole = sectionsOf(request);
    answer(
      editing,
      response,
      await editConfiguration(
        editing,
        editOf(request, response, () => whole),
      ),
    );
  });
  router.post('/config/revert', readJson, async (request, response) => {
    const patch = await patchOf(editing, numberOf(bodyParameters(request)['to']));
    const make = (): JsonObject => mergePatch(editing.live.ground.document, patch) as JsonObject;
    answer(editing, response, await editConfiguration(editing, editOf(request, response, make)));
  });
  router.get('/config/revisions', async (request, response) => {
    const { before, limit = '20' } = queryParameters(request);
    const most = Math.min(numberOf(limit), MOST_LISTED);
    const found = await editing.store.revisions.list(
      before === undefined ? Number.MAX_SAFE_INTEGER : numberOf(before),
      most,
    );
    const told = found.map(({ no, at, author, reason, changes }) => ({ no, at, author, reason, changes }));
    response.json({ revisions: told });
  });
  router.get('/config/revisions/:no', async (request, response) => {
    response.json(await revisionOf(editing, numberOf(request.params.no)));
  });
  return router;
}

function editOf(request: Request, response: Response, make: Edit['make']): Edit {
  const { reason = '', check } = queryParameters(request);
  if (reason.length > LONGEST_REASON) throw bad(`a reason has ${LONGEST_REASON} characters at most`);
  if (check !== undefined && check !== 'true' && check !== 'false') throw bad('check is true or false');
  return {
    make,
    ifMatch: request.get('if-match') ?? null,
    by: callerOf(response),
    reason,
    dry: check === 'true',
  };
}

function answer(editing: Editing, response: Response, { etag, configuration, ...edited }: Edited): void {
  const own = shown(editing, response, configuration);
  response.setHeader('ETag', etag).json({ ...edited, configuration: own });
}

function shown({ live }: Editing, response: Response, configuration: JsonObject): JsonObject {
  return visibleTo(callerOf(response), configuration, live.current());
}

/** A body of editable sections. @throws BAD_REQUEST, CONFIG_REFUSED */
function sectionsOf(request: Request): JsonObject {
  const body = bodyParameters(request);
  if (holdsForbiddenKey(body)) throw bad('the body has a key that is not allowed');
  const known: readonly string[] = editableSections;
  const problems = Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      pointer: `/${name.slice(0, 100)}`,
      code: 'section',
      message: `"${name.slice(0, 100)}" cannot be edited here; ${known.join(', ')} can`,
    }));
  if (problems.length > 0)
    throw new RingbackError('CONFIG_REFUSED', {
      what: problems.map(({ message }) => message).join('; '),
      problems,
    });
  return body;
}

function holdsForbiddenKey(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, one]) => ['__proto__', 'constructor', 'prototype'].includes(key) || holdsForbiddenKey(one),
  );
}

/** @throws REVISION_UNKNOWN */
async function revisionOf({ store }: Editing, no: number): Promise<Revision> {
  const revision = await store.revisions.get(no);
  if (!revision) throw new RingbackError('REVISION_UNKNOWN', { no });
  return revision;
}

/** 0 is the file alone. */
async function patchOf(editing: Editing, no: number): Promise<JsonObject> {
  return no === 0 ? {} : (await revisionOf(editing, no)).patch;
}

function numberOf(written: Json | undefined): number {
  const text = typeof written === 'number' || typeof written === 'string' ? String(written) : '';
  if (!/^\d{1,15}$/.test(text)) throw bad('it takes the number of a revision, a whole number from 0');
  return Number(text);
}

function bad(what: string): RingbackError {
  return new RingbackError('BAD_REQUEST', { what });
}
