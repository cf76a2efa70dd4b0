import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { OutgoingRequests } from './outgoing-requests.ts';

/** An app's address for messages (`httpcb`), or a gateway that passes them on. */
export class Device {
  /** Messages in the order of their arrival. */
  readonly told: Record<string, unknown>[] = [];
  /** `Idempotency-Key` of each. */
  readonly keys: unknown[] = [];
  /** What it answers. */
  status = 200;
  readonly url: string;
  readonly #server: Server;
  readonly #outgoing = new OutgoingRequests();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/device`;
    server.on('request', (request, response) => {
      void text(request).then((body) => {
        this.told.push(JSON.parse(body) as Record<string, unknown>);
        this.keys.push(request.headers['idempotency-key']);
        response.writeHead(this.status).end();
      });
    });
  }

  static async open(): Promise<Device> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Device(server);
  }

  /** What a world needs so that it may talk to the device, and waits while it does. */
  get reach(): {
    sessionEvents: { hosts: string[]; privateNetworks: boolean };
    underWay: () => Promise<unknown> | null;
  } {
    const sessionEvents = { hosts: [new URL(this.url).host], privateNetworks: true };
    return { sessionEvents, underWay: this.#outgoing.underWay };
  }

  /** Parameters of a request that comes from this device. */
  get parameters(): Record<string, string> {
    return { _device_notification_id: this.url, _device_os: 'httpcb' };
  }

  close(): void {
    this.#outgoing.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
