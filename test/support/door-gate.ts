import type { Socket } from 'node:net';

import { reachPort, Wire } from './wire.ts';

/** The door of processes that follow each other: whoever comes while none is there waits for the next. */
export class DoorGate {
  readonly wire: Promise<Wire>;
  #waiting: (() => void)[] = [];
  #opened = 0;

  /** `target`: the port where each process in turn listens. */
  constructor(target: number) {
    const reach = async (): Promise<Socket> => {
      for (;;) {
        const opened = this.#opened;
        const socket = await reachPort(target);
        if (socket && (await speaks(socket))) return socket;
        if (opened === this.#opened) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    };
    this.wire = Wire.open(reach);
  }

  /** A process is there. */
  open(): void {
    this.#opened++;
    for (const go of this.#waiting.splice(0)) go();
  }
}

/** A process that is just dying still accepts connections: one that lives says the first word of a door. */
function speaks(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.unshift(chunk);
      resolve(true);
    });
    socket.once('close', () => resolve(false));
    socket.on('error', () => socket.destroy());
  });
}
