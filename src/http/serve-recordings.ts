import { raw, type IRouter, type RequestHandler } from 'express';

import { RingbackError } from '../core/errors.ts';

/** Largest recording, in the words of the body parser. */
export const RECORDINGS_LIMIT = '20mb';

export interface RecordingsParts {
  /** What switches on other hosts record; left out where nothing can be. */
  recordings?:
    | {
        /** Is something of this name to be sent, and was not yet? */
        expects(name: string): boolean;
        /** False for what is not expected, or is no sound. */
        take(name: string, bytes: Uint8Array): Promise<boolean>;
        /** Path of what was sent; null when there is none. */
        find(name: string): string | null;
      }
    | undefined;
}

type ByName = RequestHandler<{ name: string }>;

/**
 * Takes what a switch on another host has recorded, and serves it to that switch while its call goes on: at an address
 * that only the switch was told, to whom `access` allows.
 */
export function serveRecordings(
  router: IRouter,
  { recordings }: RecordingsParts,
  access: RequestHandler,
): void {
  const expected: ByName = (request, _response, next) => {
    if (!recordings?.expects(request.params.name)) throw unknown(request.params.name);
    next();
  };
  // mod_httapi names no type. What nobody waits for is not even read.
  const sound: ByName = raw({ type: () => true, limit: RECORDINGS_LIMIT, inflate: false });
  const take: ByName = async (request, response) => {
    const body: unknown = request.body;
    if (!Buffer.isBuffer(body) || !(await recordings?.take(request.params.name, body)))
      throw new RingbackError('BAD_REQUEST', { what: 'it is no WAV file, or was sent before' });
    response.status(201).end();
  };
  const serve: ByName = (request, response) => {
    const path = recordings?.find(request.params.name) ?? null;
    if (path === null) throw unknown(request.params.name);
    const headers = { 'Content-Type': 'audio/wav', 'Cache-Control': 'no-store' };
    response.sendFile(path, { headers, cacheControl: false, lastModified: false });
  };
  router.put('/recordings/:name.wav', access, expected, sound, take);
  router.get('/recordings/:name.wav', access, serve);
}

function unknown(name: string): RingbackError {
  return new RingbackError('DOCUMENT_UNKNOWN', { kind: 'recording', name: name.slice(0, 100) });
}
