import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A place on this machine where those who connect are passed on to another one; `close` cuts everything. */
export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(reach: () => Promise<Socket>, joined: (client: Socket, server: Socket) => void) {
    this.#server = createServer((client) => {
      this.#keep(client);
      void reach().then((server) => {
        this.#keep(server);
        if (client.destroyed) server.destroy();
        joined(client, server);
        client.pipe(server);
        server.pipe(client);
        client.on('close', () => server.destroy());
        server.on('close', () => client.destroy());
      });
    });
  }

  /** Listens on a free port. `reach` opens the other end; `joined` is told of both before anything flows. */
  static async open(
    reach: () => Promise<Socket>,
    joined: (client: Socket, server: Socket) => void = () => undefined,
  ): Promise<Wire> {
    const wire = new Wire(reach, joined);
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

/** A connection to a port of this machine; null when nobody listens there. */
export function reachPort(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}
