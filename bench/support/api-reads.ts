import { createCallback } from '../../src/app/create-callback.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { secretId } from '../../src/core/ids.ts';
import { seededRandom } from '../../src/core/random.ts';
import { alternate, type Side } from './alternate.ts';
import { judge } from './judge.ts';
import { startLoadClient, type LoadClient } from './load.ts';
import { startRingback, type Running } from './ringback.ts';

/** A hundred times as many callbacks may not make any of it 1.2 times as dear. */
const BAR = 1 / 1.2;
const CLIENTS = 16;
const SECONDS = 0.4;
const PATHS = 2_000;
const ROWS_AT_ONCE = 4_000;
const BUCKET_MS = 300_000;
/** Every slot of so many days has callbacks, with few and with many. */
const DAYS = 3;
const SLOTS = (DAYS * 86_400_000) / BUCKET_MS;
const callbacks = '/genesys/1/service/callback';

interface Filled {
  count: number;
  running: Running;
  ids: string[];
}

/** What one asks about callbacks, beside the same with a hundred times as many in the store. */
export async function measureReads(): Promise<void> {
  const client = startLoadClient();
  const few = await filled(1_000);
  const many = await filled(100_000);
  const reads: Record<string, (one: Filled) => () => string> = {
    'the free times of a day': () => () => `${callbacks}/classic/availability?number-of-days=1`,
    'the callbacks of a number': ({ count }) => {
      const random = seededRandom(2);
      return () => {
        const number = numberOf(Math.floor(random.next() * count));
        return `${callbacks}/classic?_customer_number=${encodeURIComponent(number)}`;
      };
    },
    'a callback by its id': ({ ids }) => {
      const random = seededRandom(3);
      return () => `${callbacks}?_id=${ids[Math.floor(random.next() * ids.length)] ?? ''}`;
    },
  };
  for (const [name, pathOf] of Object.entries(reads)) {
    const comparison = await alternate(sideOf(client, many, pathOf(many)), sideOf(client, few, pathOf(few)));
    judge(`Asking for ${name}, ${CLIENTS} clients`, comparison, BAR);
  }
  await client.close();
  await few.running.close();
  await many.running.close();
}

function sideOf(client: LoadClient, { running, count }: Filled, path: () => string): Side {
  return {
    name: `with ${count.toLocaleString('en-US')} callbacks`,
    run: () =>
      client.run({
        ...{ url: running.url, connections: CLIENTS, seconds: SECONDS },
        ...{ contentType: '', pages: [], bodies: [], paths: Array.from({ length: PATHS }, path) },
      }),
  };
}

/** A Ringback with so many callbacks at chosen times, each of a customer of its own. */
async function filled(count: number): Promise<Filled> {
  const running = await startRingback('logged-out');
  const { app } = running.ringback;
  const first = Math.ceil(app.clock.now() / BUCKET_MS + 12) * BUCKET_MS;
  const pattern = await createCallback(app, {
    ...{ service: 'classic', id: null, kvps: {} },
    parameters: {
      _customer_number: '+14159999999',
      _desired_time: new Date(first).toISOString(),
      topic: 'x',
    },
  });
  const ids: string[] = [];
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, index) => {
      const no = from + index;
      const slotAt = first + (no % SLOTS) * BUCKET_MS;
      const record: CallbackRecord = {
        ...{ ...pattern, id: secretId(app.random), customerNumber: numberOf(no) },
        ...{ desiredAt: slotAt, placeAt: slotAt },
      };
      ids.push(record.id);
      return { kind: 'callback' as const, value: { record, slot: { service: 'classic', slotAt } } };
    });
    await running.store.archive.write(rows);
  }
  return { count, running, ids };
}

function numberOf(no: number): string {
  return `+1415${2_000_000 + no}`;
}
