import type { Lane } from './executor.ts';

/** A lane whose connection may end without being asked. */
export interface MortalLane extends Lane {
  /** Resolves when its connection is closed, for whatever reason. */
  readonly ended: Promise<void>;
}

/**
 * A lane that is opened again when it has died. What was on its way then rejects with STORE_DOWN, and may have been
 * committed or not; what is called meanwhile waits for the new one. When that cannot be opened, each further call
 * tries again.
 *
 * @throws what `open` throws
 */
export async function restartedLane(open: () => Promise<MortalLane>): Promise<Lane> {
  return new RestartedLane(open, await open());
}

class RestartedLane implements Lane {
  readonly #open: () => Promise<MortalLane>;
  #lane: MortalLane;
  #opening: Promise<MortalLane> | null = null;
  #closed = false;

  constructor(open: () => Promise<MortalLane>, lane: MortalLane) {
    this.#open = open;
    this.#lane = lane;
    this.#watch(lane);
  }

  get down(): Error | null {
    return this.#lane.down;
  }

  call(name: string, args: unknown[]): Promise<unknown> {
    if (!this.#lane.down) return this.#lane.call(name, args);
    return this.#reopened().then((lane) => lane.call(name, args));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    if (!this.#lane.down) await this.#lane.close();
    await this.#lane.ended;
  }

  #watch(lane: MortalLane): void {
    void lane.ended.then(() => {
      // Who calls next is told why it cannot be opened.
      if (!this.#closed) this.#reopened().catch(() => undefined);
    });
  }

  #reopened(): Promise<MortalLane> {
    this.#opening ??= this.#reopen().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #reopen(): Promise<MortalLane> {
    // Its locks go with the old connection.
    await this.#lane.ended;
    if (!this.#lane.down) return this.#lane;
    const lane = await this.#open();
    this.#lane = lane;
    this.#watch(lane);
    return lane;
  }
}
