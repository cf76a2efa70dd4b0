import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Requests this process has sent over HTTP and that are not over: virtual time can wait for them. */
export class OutgoingRequests {
  readonly #open = new Set<Promise<void>>();

  constructor() {
    subscribe('http.client.request.start', this.#started);
  }

  readonly #started = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    const over = new Promise<void>((resolve) => request.once('close', resolve)).then(
      () => void this.#open.delete(over),
    );
    this.#open.add(over);
  };

  readonly underWay = (): Promise<unknown> | null => (this.#open.size > 0 ? Promise.all(this.#open) : null);

  close(): void {
    unsubscribe('http.client.request.start', this.#started);
  }
}
