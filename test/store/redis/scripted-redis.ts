import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a durable Redis says to the commands by which it is opened (RESP2). */
const opening: Record<string, string> = {
  info: bulk('role:master\r\nmaster_replid:a\r\naof_enabled:1\r\nloading:0'),
  function: '+library\r\n',
  config: '*0\r\n',
  subscribe: '*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n',
};

/** A server that can be opened as a store, and answers every call of a function by an error of our choice. */
export class ScriptedRedis {
  error = 'ERR nothing was scripted';
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#open.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        for (const name of commandsIn(bytes.toString())) socket.write(this.#answer(name));
      });
    });
  }

  static async start(): Promise<ScriptedRedis> {
    const redis = new ScriptedRedis();
    await new Promise<void>((resolve) => redis.#server.listen(0, '127.0.0.1', resolve));
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #answer(name: string): string {
    if (name.startsWith('fcall')) return `-${this.error}\r\n`;
    return opening[name] ?? '+OK\r\n';
  }
}

/** Names of the commands in what a client sent: the first bulk string of each array. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/\*\d+\r\n\$\d+\r\n([a-z_]+)\r\n/gi)].map(([, name = '']) => name.toLowerCase());
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
