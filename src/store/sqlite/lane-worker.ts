import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';

import { Checkpoints } from './checkpoints.ts';
import { Connection } from './connection.ts';
import { runReads, runWrites, type Reply, type Request } from './transaction.ts';

/** What the thread is started with. */
export interface LaneData {
  path: string;
  kind: 'writer' | 'reader';
  /** Its one number is raised, and whoever waits for that woken, after each message to the thread. */
  bell: Int32Array;
}

/** Null: finish and close. */
export type ToWorker = Request[] | null;
export type ToMain = 'ready' | Reply[];

/** Bounds how long the first of a group waits for the last. */
const LARGEST_GROUP = 512;

if (parentPort) serve(parentPort, workerData as LaneData);

/**
 * Everything that waits when a transaction begins goes into it: one sync of the disk serves them all. Between two
 * transactions the thread sleeps until the bell is rung, which wakes it sooner than its event loop would.
 */
function serve(port: MessagePort, { path, kind, bell }: LaneData): void {
  const connection = new Connection(path);
  const checkpoints = kind === 'writer' ? new Checkpoints(connection) : null;
  const run = kind === 'writer' ? runWrites : runReads;
  port.postMessage('ready' satisfies ToMain);
  for (let open = true; open;) {
    const rung = Atomics.load(bell, 0);
    const { requests, last } = gather(port);
    if (requests.length > 0) port.postMessage(run(connection, requests) satisfies ToMain);
    else if (!last) {
      checkpoints?.whenDue();
      Atomics.wait(bell, 0, rung);
    }
    open = !last;
  }
  connection.close();
  port.close();
}

/** What waits already; `last` when nothing comes after it. */
function gather(port: MessagePort): { requests: Request[]; last: boolean } {
  const requests: Request[] = [];
  while (requests.length < LARGEST_GROUP) {
    const waiting = receiveMessageOnPort(port) as { message: ToWorker } | undefined;
    if (!waiting) break;
    if (waiting.message === null) return { requests, last: true };
    for (const request of waiting.message) requests.push(request);
  }
  return { requests, last: false };
}
