import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a durable Redis says to the commands by which it is opened (RESP2). */
const opening: Record<string, string> = {
  info: bulk('role:master\r\nmaster_replid:a\r\naof_enabled:1\r\nloading:0'),
  'info replication': bulk('role:master\r\nmaster_replid:a'),
  function: '+library\r\n',
  config: '*0\r\n',
  subscribe: '*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n',
};

/** A server that can be opened as a store, and answers every call of a function by what we choose. */
export class ScriptedRedis {
  /** An error reply; null: calls are answered `created`. */
  error: string | null = 'ERR nothing was scripted';
  /** Called before a command is answered; true when it is not to be answered. */
  onCommand: (command: string) => boolean = () => false;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#open.delete(socket));
      socket.on('data', (bytes) => {
        for (const command of commandsIn(bytes.toString()))
          if (!this.onCommand(command)) socket.write(this.#answer(command));
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

  /** Ends every connection; new ones are taken. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  stop(): void {
    this.#server.close();
    this.cut();
  }

  #answer(command: string): string {
    if (command.startsWith('fcall')) return this.error === null ? bulk('created') : `-${this.error}\r\n`;
    return opening[command] ?? opening[command.split(' ', 1)[0] ?? ''] ?? '+OK\r\n';
  }
}

/** The commands in what a client sent, each with the first of its arguments. */
function commandsIn(text: string): string[] {
  const arrays = text.matchAll(/\*\d+\r\n\$\d+\r\n([a-z_]+)\r\n(?:\$\d+\r\n([^\r\n]+))?/gi);
  return [...arrays].map(([, name = '', first]) => [name, ...(first ? [first] : [])].join(' ').toLowerCase());
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
