import { isRingbackError, RingbackError } from '../../core/errors.ts';
import type { Connection } from './connection.ts';
import { lookUps, type Reads, type Writes } from './operations.ts';

/** Takes operations by name to a connection and brings back their results. */
export interface Lane {
  /** Why it carries out nothing any more; null while it does. */
  readonly down: Error | null;
  call(name: string, args: unknown[]): Promise<unknown>;
  /** Finishes what was called before, then closes the connection. Nothing is called after. */
  close(): Promise<void>;
}

type Arguments<F> = F extends (connection: Connection, ...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never[]) => infer R ? R : never;

/** Lanes beside those for changes and for reads. */
interface FurtherLanes {
  checkpointer: Lane;
  /** In the calling thread: `lookUps` only. */
  near: Lane;
}

/** The operations by name, with their types: one lane for changes, one for reads. */
export class Executor {
  readonly #writer: Lane;
  readonly #reader: Lane;
  readonly #further: FurtherLanes | null;
  #trouble: string | null = null;
  #closed: Promise<void> | null = null;

  constructor(writer: Lane, reader: Lane, further: FurtherLanes | null = null) {
    this.#writer = writer;
    this.#reader = reader;
    this.#further = further;
  }

  /** Resolves when the change is durable. Its arguments are not to be altered before. */
  async write<Name extends keyof Writes>(
    name: Name,
    ...args: Arguments<Writes[Name]>
  ): Promise<Result<Writes[Name]>> {
    this.#checkOpen();
    try {
      const result = await this.#writer.call(name, args);
      this.#trouble = null;
      return result as Result<Writes[Name]>;
    } catch (error) {
      if (isRingbackError(error, 'STORE_DOWN')) this.#trouble = error.message;
      throw error;
    }
  }

  /** Sees every change acknowledged before. */
  async read<Name extends keyof Reads>(
    name: Name,
    ...args: Arguments<Reads[Name]>
  ): Promise<Result<Reads[Name]>> {
    this.#checkOpen();
    return (await this.#laneOf(name).call(name, args)) as Result<Reads[Name]>;
  }

  /** While the writer is down the file may be gone, of which an open connection sees nothing. */
  #laneOf(name: keyof Reads): Lane {
    return this.#further && !this.#writer.down && lookUps.has(name) ? this.#further.near : this.#reader;
  }

  /** Why changes are lost, or why the last one was; null when all is well. */
  get trouble(): string | null {
    return this.#writer.down?.message ?? this.#trouble;
  }

  /** Finishes what was asked for before; later operations reject with STORE_DOWN. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // The last connection to close folds the log into the file, which only the writer should do.
    const { near, checkpointer } = this.#further ?? {};
    await Promise.all([this.#reader.close(), near?.close(), checkpointer?.close()]);
    await this.#writer.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new RingbackError('STORE_DOWN', { why: 'it has been closed' });
  }
}
