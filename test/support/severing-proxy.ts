import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and a server, and can lose what the server answers. */
export class SeveringProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #losing = false;

  #target: number;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => {
      const server = connect(this.#target, '127.0.0.1');
      this.#open.add(client).add(server);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.on('error', () => undefined);
        from.on('close', () => {
          to.destroy();
          this.#open.delete(from);
        });
      }
      client.on('data', (bytes) => server.write(bytes));
      server.on('data', (bytes) => {
        if (!this.#losing) {
          client.write(bytes);
          return;
        }
        // The server has answered, so it has done what was asked for; the client never learns of it.
        this.#losing = false;
        client.destroy();
      });
    });
  }

  static async to(target: number): Promise<SeveringProxy> {
    const proxy = new SeveringProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next answer is lost with its connection; the next connection works. */
  loseNextAnswer(): void {
    this.#losing = true;
  }

  /** Cuts every connection; those made from now on lead to another server. */
  leadTo(target: number): void {
    this.#target = target;
    this.#cut();
  }

  close(): void {
    this.#server.close();
    this.#cut();
  }

  #cut(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
