import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../test/support/free-port.ts';
import type { SwitchPlace } from './product.ts';

export type ToCrowd = { kind: 'ring'; callers: number; perSecond: number } | { kind: 'told' | 'leave' };
export type FromCrowd = { kind: 'open'; port: number } | { kind: 'waits'; waits: number[] };

/** A simulated switch in a process of its own: whoever is called answers and soon hangs up, and callers can ring in. */
export interface Crowd extends SwitchPlace {
  /** So many callers ring in; in a dialog they have every prompt said again by a key, until told to leave. */
  ring(callers: number, perSecond: number): void;
  /** From a key to the prompt that follows, ms, of all keys since it was asked the last time. */
  waits(): Promise<number[]>;
  leave(): void;
  close(): void;
}

export async function openCrowd(): Promise<Crowd> {
  const doorsPort = await freePort();
  const child = fork(fileURLToPath(new URL('./crowd-program.ts', import.meta.url)), [String(doorsPort)]);
  const hear = async (): Promise<FromCrowd> => ((await once(child, 'message')) as [FromCrowd])[0];
  const tell = (order: ToCrowd): boolean => child.send(order);
  const opened = await hear();
  return {
    port: opened.kind === 'open' ? opened.port : 0,
    ...{ password: 'ClueCon', dial: 'sofia/gateway/bench/{number}', enter: 'ringback XML ringback' },
    ...{ doorsPort, plays: false },
    ring: (callers, perSecond) => void tell({ kind: 'ring', callers, perSecond }),
    leave: () => void tell({ kind: 'leave' }),
    async waits() {
      const answer = hear();
      tell({ kind: 'told' });
      const told = await answer;
      return told.kind === 'waits' ? told.waits : [];
    },
    close: () => void child.kill(),
  };
}
