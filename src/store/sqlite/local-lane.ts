import type { Connection } from './connection.ts';
import type { Lane } from './executor.ts';
import { fromFailure } from './failure.ts';
import type { Run } from './transaction.ts';

/** Carries out each operation at once, in the calling thread: for stores in memory and for virtual time. */
export function localLane(connection: Connection, run: Run): Lane {
  return {
    down: null,
    call(name, args) {
      const [reply] = run(connection, [{ id: 0, name, args }]);
      if (!reply) return Promise.reject(new Error(`no reply to ${name}`));
      return 'failure' in reply ? Promise.reject(fromFailure(reply.failure)) : Promise.resolve(reply.result);
    },
    close() {
      connection.close();
      return Promise.resolve();
    },
  };
}
