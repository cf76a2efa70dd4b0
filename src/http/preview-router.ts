import { json, Router, type RequestHandler } from 'express';

import { RingbackError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { DialogPreviews, WalkWish } from './dialog-preview.ts';
import { previewCss, previewJs } from './preview-assets.ts';
import { previewPage } from './preview-page.ts';
import { queryParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';
import { secured } from './secured.ts';
import type { PagesParts } from './serve-pages.ts';

const MOST_PRESSES = 100;
const LONGEST_TEXT = 1_000;

interface PreviewParts {
  previews: DialogPreviews;
  page: PagesParts['page'];
}

/** `/dialogs/<name>`: a dialog as its graph, its prompts to be heard, and a telephone that walks through it. */
export function previewRouter({ previews, page }: PreviewParts, access: RequestHandler): Router {
  const router = Router();
  router.get('/preview.css', secured, (_request, response) => {
    response.type('css').setHeader('Cache-Control', 'no-cache').end(previewCss);
  });
  router.get('/preview.js', secured, (_request, response) => {
    response.type('js').setHeader('Cache-Control', 'no-cache').end(previewJs);
  });
  router.get('/dialogs/:name', access, secured, async (request, response) => {
    const { name } = request.params as { name: string };
    const view = await previews.view(name, queryParameters(request)['locale'] ?? null);
    if (!view) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'dialog', name: name.slice(0, 100) });
    response.type('html').setHeader('Cache-Control', 'no-store').end(previewPage(view));
  });
  router.post('/dialogs/:name/walk', access, json({ limit: BODY_LIMIT }), async (request, response) => {
    const { name } = request.params as { name: string };
    response.setHeader('Cache-Control', 'no-store').json(await previews.walk(wishOf(name, request.body)));
  });
  router.get('/dialogs/:name/sound', access, async (request, response) => {
    const { text = '', locale = '' } = queryParameters(request);
    const sound = await previews.say(text.slice(0, LONGEST_TEXT), locale.slice(0, 20));
    if (!sound) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'voice', name: locale.slice(0, 20) });
    response.type('audio/wav').setHeader('Cache-Control', 'no-store').end(sound);
  });
  // The same as `/vxml/audio`, for whoever may see the preview.
  router.get('/dialogs/:name/recordings/:hash/:locale/:file', access, async (request, response) => {
    const { hash, locale, file } = request.params as Record<string, string>;
    const path = `/vxml/audio/${hash}/${locale}/${file}`;
    const answer = await page({ method: 'GET', path, query: {}, form: {} });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return router;
}

function wishOf(dialog: string, body: unknown): WalkWish {
  const { locale, given = {}, presses = [] } = (body ?? {}) as Record<string, unknown>;
  const pressed = Array.isArray(presses) && presses.every((one) => typeof one === 'string') ? presses : null;
  if (typeof locale !== 'string' || typeof given !== 'object' || !given || !pressed)
    throw bad('a walk takes locale (a text), given (an object) and presses (a list of texts)');
  if (pressed.length > MOST_PRESSES) throw bad(`a walk takes ${MOST_PRESSES} presses at most`);
  return { dialog, locale, given: given as JsonObject, presses: pressed };
}

function bad(what: string): RingbackError {
  return new RingbackError('BAD_REQUEST', { what });
}
