import { RingbackError } from '../../../src/core/errors.ts';
import type { Random } from '../../../src/core/random.ts';
import type { Store } from '../../../src/store/store.ts';
import { writes, type Aggregate } from '../../support/store-writes.ts';

/** Of ten writes two are lost on the way there, and of two more the answer is lost on the way back. */
const LOST_REQUEST = 0.2;
const LOST_ANSWER = 0.2;
/** Reads that fail, of all. */
const LOST_READ = 0.1;

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * The store behind a connection that fails. A write happens and is answered, or happens and rejects with STORE_DOWN, or
 * rejects so without having happened; a read is answered or rejects. `random` decides which.
 */
export function faultyStore(store: Store, random: Random): Store {
  const aggregates = Object.entries(writes).map(([name, changes]) => {
    const aggregate = store[name as Aggregate];
    return [name, faultyAggregate(aggregate, changes, random)];
  });
  return {
    ...(Object.fromEntries(aggregates) as Pick<Store, Aggregate>),
    onChange: (listener) => store.onChange(listener),
    onLineageChange: (listener) => store.onLineageChange(listener),
    health: () => store.health(),
    close: () => store.close(),
  };
}

function faultyAggregate(aggregate: object, changes: readonly string[], random: Random): object {
  return new Proxy(aggregate, {
    get(target, name) {
      const method = (Reflect.get(target, name) as Method).bind(target);
      return changes.includes(String(name)) ? faultyWrite(method, random) : faultyRead(method, random);
    },
  });
}

function faultyWrite(write: Method, random: Random): Method {
  return async (...args) => {
    const fate = random.next();
    if (fate < LOST_REQUEST) throw down();
    const answer = await write(...args);
    if (fate < LOST_REQUEST + LOST_ANSWER) throw down();
    return answer;
  };
}

function faultyRead(read: Method, random: Random): Method {
  return async (...args) => {
    if (random.next() < LOST_READ) throw down();
    return read(...args);
  };
}

function down(): RingbackError {
  return new RingbackError('STORE_DOWN', { why: 'the connection was lost' });
}
