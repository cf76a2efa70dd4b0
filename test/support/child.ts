import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of its own, of Node unless another program is given, whose lines a test waits for. */
export class Child {
  /** Lines of standard output and standard error so far. */
  readonly out: string[] = [];
  readonly err: string[] = [];
  /** Resolves once it has ended and everything it said has been read. */
  readonly exited: Promise<Exit>;
  readonly #process: ChildProcess;
  #looking: (() => void)[] = [];

  constructor(
    args: string[],
    environment: NodeJS.ProcessEnv = process.env,
    program: string = process.execPath,
  ) {
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
    this.exited = new Promise((resolve) =>
      this.#process.once('close', (code, signal) => {
        resolve({ code, signal });
        this.#look();
      }),
    );
    this.#read(this.#process.stdout, this.out);
    this.#read(this.#process.stderr, this.err);
  }

  get ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Waits until `done` holds, looking after every line. Rejects with what was said when the process ends before. */
  until(done: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (done()) resolve();
        else if (this.ended)
          reject(new Error(`ended before ${what}:\n${[...this.out, ...this.err].join('\n')}`));
        else this.#looking.push(look);
      };
      look();
    });
  }

  /** Types a line at its standard input. */
  type(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  #read(stream: ChildProcess['stdout'], lines: string[]): void {
    if (!stream) return;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      this.#look();
    });
  }

  #look(): void {
    for (const look of this.#looking.splice(0)) look();
  }
}
