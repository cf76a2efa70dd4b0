import { fork } from 'node:child_process';
import { once } from 'node:events';

import type { Side } from './alternate.ts';
import type { SessionsOrder } from './scxml-sessions.ts';

export interface SessionsSide extends Side {
  /** Resident memory of one session, bytes. */
  bytesEach: number;
  close(): void;
}

/** Sessions of a chart in a process of their own, begun. `run` goes round them for `seconds`. */
export async function startSessions(
  name: string,
  order: SessionsOrder,
  seconds: number,
): Promise<SessionsSide> {
  const child = fork(new URL('./scxml-sessions.ts', import.meta.url), [JSON.stringify(order)], {
    execArgv: ['--expose-gc', '--no-deprecation', '--max-old-space-size=6000'],
  });
  const [{ bytes }] = (await once(child, 'message')) as [{ bytes: number }];
  return {
    name,
    bytesEach: bytes / order.sessions,
    async run() {
      child.send(seconds);
      const [{ perSecond }] = (await once(child, 'message')) as [{ perSecond: number }];
      return perSecond;
    },
    close: () => child.disconnect(),
  };
}
