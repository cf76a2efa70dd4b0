import { createServer, type RequestListener, type Server } from 'node:http';

import type { Response } from 'express';

/**
 * A server, not yet listening. Whoever closes their side of the connection once the request is sent still gets the answer
 * (RFC 9293 §3.6: the two sides close one by one); Node's usual way drops the connection.
 */
export function httpServer(listener: RequestListener): Server {
  return Object.assign(createServer(listener), { httpAllowHalfOpen: true });
}

/** A stream has no end of its own: it is over once its reader has closed their side. */
export function endWithReader(response: Response): void {
  response.socket?.once('end', () => response.destroy());
}
