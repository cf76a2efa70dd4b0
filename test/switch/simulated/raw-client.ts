import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Message {
  headers: Record<string, string>;
  body: string;
}

export type Fields = Record<string, string>;

/** An ESL client of a few lines that shares nothing with ours: what it sees is what is on the wire. */
export class RawClient {
  readonly messages: Message[] = [];
  closed = false;
  readonly socket: Socket;
  #pending = Buffer.alloc(0);
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#pending = Buffer.concat([this.#pending, chunk]);
      this.#read();
      this.#tell();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.#tell();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Connects, signs on, and asks for events as JSON. */
  static async ready(port: number, events: string): Promise<RawClient> {
    const client = await RawClient.connect(port);
    await client.until(() => client.messages.length === 1);
    await client.send('auth ClueCon');
    await client.send(`event json ${events}`);
    return client;
  }

  /** Sends a command and resolves with its answer. */
  async send(command: string): Promise<Message> {
    const answers = (): Message[] =>
      this.messages.filter(({ headers }) => /reply|response/.test(headers['Content-Type'] ?? ''));
    const before = answers().length;
    this.socket.write(`${command}\n\n`);
    await this.until(() => answers().length > before);
    return answers()[before] as Message;
  }

  async api(command: string): Promise<string> {
    return (await this.send(`api ${command}`)).body;
  }

  execute(app: string, data = '', more = ''): Promise<Message> {
    return this.send(
      `sendmsg\ncall-command: execute\nexecute-app-name: ${app}\nexecute-app-arg: ${data}${more && '\n'}${more}`,
    );
  }

  /** Events so far, of the given names or all, as their fields. */
  events(...names: string[]): Fields[] {
    return this.messages
      .filter(({ headers }) => headers['Content-Type'] === 'text/event-json')
      .map(({ body }) => JSON.parse(body) as Fields)
      .filter((event) => names.length === 0 || names.includes(event['Event-Name'] ?? ''));
  }

  async event(name: string, wanted: Fields = {}): Promise<Fields> {
    const find = (): Fields | undefined =>
      this.events(name).find((event) => Object.entries(wanted).every(([key, value]) => event[key] === value));
    await this.until(() => find() !== undefined);
    return find() as Fields;
  }

  /** Names of the events so far, in order, with the application where there is one. */
  story(): string[] {
    return this.events().map((event) =>
      [event['Event-Name'], event['Application']].filter((word) => word !== undefined).join(' '),
    );
  }

  /** Resolves when `done` holds; looks each time something arrives. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.closed) throw new Error('the connection is closed');
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #read(): void {
    for (;;) {
      const gap = this.#pending.indexOf('\n\n');
      if (gap < 0) return;
      const head = this.#pending.toString('utf8', 0, gap).split('\n');
      const headers = Object.fromEntries(
        head.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      );
      const length = Number(headers['Content-Length'] ?? 0);
      if (this.#pending.length < gap + 2 + length) return;
      this.messages.push({ headers, body: this.#pending.toString('utf8', gap + 2, gap + 2 + length) });
      this.#pending = this.#pending.subarray(gap + 2 + length);
    }
  }
}

/** Listens where a switch opens doors; hands out each as a client. */
export async function doorKeeper(): Promise<{
  address: string;
  next: () => Promise<RawClient>;
  close: () => void;
}> {
  const waiting: RawClient[] = [];
  const wake: (() => void)[] = [];
  const server = createServer((socket) => {
    waiting.push(new RawClient(socket));
    for (const tell of wake.splice(0)) tell();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async next() {
      while (waiting.length === 0) await new Promise<void>((resolve) => wake.push(resolve));
      return waiting.shift() as RawClient;
    },
    close() {
      for (const client of waiting) client.socket.destroy();
      server.close();
    },
  };
}
