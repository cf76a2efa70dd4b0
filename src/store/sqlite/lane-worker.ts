import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';

import { Connection } from './connection.ts';
import { runReads, runWrites, type Reply, type Request } from './transaction.ts';

/** What the thread is started with. */
export interface LaneData {
  path: string;
  kind: 'writer' | 'reader';
}

/** Null: finish and close. */
export type ToWorker = Request[] | null;
export type ToMain = 'ready' | Reply[];

/** Bounds how long the first of a group waits for the last. */
const LARGEST_GROUP = 512;

if (parentPort) serve(parentPort, workerData as LaneData);

/** Everything that waits when a transaction begins goes into it: one sync of the disk serves them all. */
function serve(port: MessagePort, { path, kind }: LaneData): void {
  const connection = new Connection(path);
  const run = kind === 'writer' ? runWrites : runReads;
  port.on('message', (first: ToWorker) => {
    const requests: Request[] = [];
    let message: ToWorker | undefined = first;
    while (message) {
      for (const request of message) requests.push(request);
      message = requests.length < LARGEST_GROUP ? next(port) : undefined;
    }
    if (requests.length > 0) port.postMessage(run(connection, requests) satisfies ToMain);
    if (message === null) {
      connection.close();
      port.close();
    }
  });
  port.postMessage('ready' satisfies ToMain);
}

/** The next message that waits already; undefined when none does. */
function next(port: MessagePort): ToWorker | undefined {
  const waiting = receiveMessageOnPort(port) as { message: ToWorker } | undefined;
  return waiting?.message;
}
