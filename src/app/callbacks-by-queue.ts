import type { CallbackRecord, CallbackState } from '../callback/record.ts';
import type { CallbackPage, TimeRange } from '../store/callbacks.ts';
import type { App } from './ports.ts';

interface QueueQuery {
  /** Name of a virtual queue or of a service; null for all of them. */
  target: string | null;
  /** Of the time asked for; of the request where it was for as soon as possible. Epoch ms. */
  time: Required<TimeRange>;
  states: readonly CallbackState[] | null;
  /** What else has to hold. */
  meets: (record: CallbackRecord) => boolean;
  /** Of each queue. */
  most: number;
}

const PAGE = 500;

/** Callbacks by the name of their virtual queue, each queue's by their time, earliest first. */
export async function callbacksByQueue(
  app: App,
  query: QueueQuery,
): Promise<Record<string, CallbackRecord[]>> {
  const services = app
    .config()
    .services.filter(({ name, queue }) => query.target === null || [name, queue].includes(query.target));
  const byQueue: Record<string, CallbackRecord[]> = {};
  for (const { name, queue } of services) {
    const found = [...(await chosen(app, name, query)), ...(await immediate(app, name, query))];
    byQueue[queue] = [...(byQueue[queue] ?? []), ...found]
      .sort((a, b) => timeOf(a) - timeOf(b))
      .slice(0, query.most);
  }
  return byQueue;
}

function timeOf({ desiredAt, createdAt }: CallbackRecord): number {
  return desiredAt ?? createdAt;
}

/** Those that were asked for at a time. */
function chosen(app: App, service: string, query: QueueQuery): Promise<CallbackRecord[]> {
  return gathered(query, (after) =>
    app.store.callbacks.byDueTime({ service, due: query.time, limit: PAGE, ...after }),
  );
}

/** Those that were asked for as soon as possible. */
function immediate(app: App, service: string, query: QueueQuery): Promise<CallbackRecord[]> {
  const states = query.states ? { states: [...query.states] } : {};
  return gathered(
    { ...query, meets: (record) => record.desiredAt === null && query.meets(record) },
    (after) => app.store.callbacks.find({ service, ...states, arrival: query.time, limit: PAGE, ...after }),
  );
}

async function gathered(
  { states, meets, most }: QueueQuery,
  read: (after: { after?: string }) => Promise<CallbackPage>,
): Promise<CallbackRecord[]> {
  const found: CallbackRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: CallbackPage = await read(cursor === null ? {} : { after: cursor });
    found.push(...page.records.filter((one) => (!states || states.includes(one.state)) && meets(one)));
    cursor = page.cursor;
  } while (cursor !== null && found.length < most);
  return found.slice(0, most);
}
