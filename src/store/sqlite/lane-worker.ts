import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';

import { ring } from './bell.ts';
import { Connection } from './connection.ts';
import { foldLog, LogGrowth } from './log-growth.ts';
import { runReads, runWrites, type Reply, type Request } from './transaction.ts';

/** What the thread is started with. */
export interface LaneData {
  path: string;
  kind: 'writer' | 'reader' | 'checkpointer';
  /** Its one number is raised, and whoever waits for that woken, after each message to the thread. */
  bell: Int32Array;
  /** The bell of the checkpointer, for the writer to ring when the log has grown. */
  grown: Int32Array | null;
}

/** Null: finish and close. */
export type ToWorker = Request[] | null;
export type ToMain = 'ready' | Reply[];

/** Bounds how long the first of a group waits for the last. */
const LARGEST_GROUP = 512;

/** Transactions after which the writer looks at the log even though it does not come to rest. */
const LOOK_AFTER = 16;

if (parentPort) serve(parentPort, workerData as LaneData);

function serve(port: MessagePort, data: LaneData): void {
  const connection = new Connection(data.path);
  port.postMessage('ready' satisfies ToMain);
  if (data.kind === 'checkpointer') foldWhenRung(port, connection, data);
  else answer(port, connection, data);
  connection.close();
  port.close();
}

/**
 * Everything that waits when a transaction begins goes into it: one sync of the disk serves them all. Between two
 * transactions the thread sleeps until the bell is rung, which wakes it sooner than its event loop would.
 */
function answer(port: MessagePort, connection: Connection, { kind, bell, grown }: LaneData): void {
  const run = kind === 'writer' ? runWrites : runReads;
  const growth = grown && new LogGrowth(connection);
  for (let open = true, unlooked = 0; open;) {
    const rung = Atomics.load(bell, 0);
    const { requests, last } = gather(port);
    const resting = requests.length === 0 && !last;
    if (requests.length > 0) port.postMessage(run(connection, requests) satisfies ToMain);
    if (growth && (resting || ++unlooked > LOOK_AFTER)) {
      unlooked = 0;
      if (growth.isWorthFolding()) ring(grown);
    }
    if (resting) Atomics.wait(bell, 0, rung);
    open = !last;
  }
}

/** Beside the writer, so that no commit waits while the log is folded into the file. */
function foldWhenRung(port: MessagePort, connection: Connection, { bell }: LaneData): void {
  for (let open = true; open;) {
    const rung = Atomics.load(bell, 0);
    open = !gather(port).last;
    foldLog(connection);
    if (open) Atomics.wait(bell, 0, rung);
  }
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
