import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import type { World } from './world.ts';

/**
 * The address a Ringback has on the network, whichever process stands behind it, and a partner beside it at `/partner`
 * who takes everything.
 */
export class OwnAddress {
  /** Bodies the partner got, by the key of the request. */
  readonly partner = new Map<string, string>();
  readonly port: number;
  readonly #server: Server;
  #world: World | null = null;
  #down = false;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('request', (request, response) => {
      if (this.#down) request.destroy();
      else if (request.url !== '/partner') this.#world?.ringback.http(request, response);
      else
        void text(request).then((body) => {
          this.partner.set(String(request.headers['idempotency-key']), body);
          response.writeHead(204).end();
        });
    });
  }

  static async open(): Promise<OwnAddress> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OwnAddress(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on this world answers; nobody does from its death until it is `up` again. */
  leadsTo(world: World, death?: Promise<void>): void {
    this.#world = world;
    this.partner.clear();
    this.#down = false;
    void death?.then(() => {
      if (this.#world !== world) return;
      this.#down = true;
      this.#server.closeAllConnections();
    });
  }

  up(): void {
    this.#down = false;
  }

  /** Sends an event to a session as a client of the network does. */
  async post(sessionId: string, name: string, key: string): Promise<number | null> {
    const answer = await fetch(`${this.url}/scxml/sessions/${sessionId}?_scxmleventname=${name}`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
    }).catch(() => null);
    return answer?.status ?? null;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
