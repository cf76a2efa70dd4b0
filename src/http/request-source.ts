import type { Request } from 'express';

import type { RequestSource } from '../app/throttle-callback.ts';
import { credential, digest } from './access.ts';

/** From where a request came: the peer's address, whatever it says of itself. */
export function sourceOf(request: Request): RequestSource {
  const shown = credential(request);
  return {
    address: request.socket.remoteAddress ?? '',
    key: shown ? digest(shown.key).toString('hex') : null,
    headers: request.headers,
  };
}
