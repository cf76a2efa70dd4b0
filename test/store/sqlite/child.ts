import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

/** A process that works on a store and says on its standard output, line by line, what came of it. */
export interface Child {
  /** The next line it says; null when it has ended. */
  line(): Promise<string | null>;
  /** Ends it without warning. */
  kill(): Promise<void>;
}

/** Starts a program of this folder, which ends with the test at the latest. `fileLimit` keeps its files under so many blocks of 1024 bytes (ulimit -f). */
export function startChild(program: URL, path: string, fileLimit?: number): Child {
  const command = [process.execPath, fileURLToPath(program), path];
  const child =
    fileLimit === undefined
      ? run(command)
      : run(['bash', '-c', `ulimit -f ${fileLimit}; exec "$@"`, 'bash', ...command]);
  const ended = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    async line() {
      const { done, value } = await lines.next();
      return done ? null : value;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function run([command, ...args]: string[]): ChildProcess {
  return spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}
