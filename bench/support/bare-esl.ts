import { connect, type Socket } from 'node:net';

/** The event socket with nothing around it: one write a command, answers in order, events found by their text. */
export class BareEsl {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #answers: ((body: string) => void)[] = [];
  /** Takes events as JSON text. */
  onEvent: (json: string) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
  }

  static async open({ port, password }: { port: number; password: string }, events = ''): Promise<BareEsl> {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const esl = new BareEsl(socket);
    await esl.send(`auth ${password}`);
    if (events !== '') await esl.send(`event json ${events}`);
    return esl;
  }

  /** Resolves with the body of the answer, '' when it has none. */
  send(command: string): Promise<string> {
    const answer = new Promise<string>((resolve) => this.#answers.push(resolve));
    this.#socket.write(`${command}\n\n`);
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const end = this.#pending.indexOf('\n\n');
      if (end < 0) return;
      const head = this.#pending.toString('utf8', 0, end);
      const length = Number(/Content-Length: (\d+)/.exec(head)?.[1] ?? 0);
      if (this.#pending.length < end + 2 + length) return;
      const body = this.#pending.toString('utf8', end + 2, end + 2 + length);
      this.#pending = this.#pending.subarray(end + 2 + length);
      if (/command\/reply|api\/response/.test(head)) this.#answers.shift()?.(body);
      else if (head.includes('text/event-json')) this.onEvent(body);
    }
  }
}
