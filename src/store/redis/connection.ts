import { Redis } from 'ioredis';

import { RingbackError } from '../../core/errors.ts';
import { secretId } from '../../core/ids.ts';
import type { Random } from '../../core/random.ts';
import { argumentsText, type Arguments } from './encode.ts';
import { inCatalogueTerms, isReplica, lacksFunctions } from './failure.ts';
import { infoOf } from './info.ts';
import { Lineage } from './lineage.ts';
import { functionLibrary, functionName } from './functions/library.ts';

/** How long an answer is waited for, ms. After that it is not known what happened. */
const PATIENCE_MS = 5_000;
const LONGEST_PAUSE_MS = 1_000;

/** Calls the library's functions for one site. */
export class RedisConnection {
  readonly #client: Redis;
  readonly #prefix: string;
  readonly #name: string;
  readonly #replicas: number;
  readonly #waiting = new Set<(error: Error) => void>();
  #calls = 0;
  #corked: Redis['stream'] | null = null;
  #closed: Promise<void> | null = null;
  readonly #lineage: Lineage;

  private constructor(client: Redis, settings: { site: string; random: Random; replicas: number }) {
    this.#client = client;
    this.#lineage = new Lineage(client);
    this.#prefix = `{${settings.site}}:`;
    this.#name = secretId(settings.random);
    this.#replicas = settings.replicas;
  }

  /**
   * Connects and loads the library. With `replicas` more than 0 every write waits until that many have it.
   * @throws STORE_DOWN
   */
  static async open(
    url: string,
    settings: { site: string; random: Random; replicas: number },
  ): Promise<RedisConnection> {
    const client = new Redis(url, {
      lazyConnect: true,
      // What is asked for while there is no connection is refused at once; what was on its way is asked again, and
      // the server knows by its id whether it was done.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: true,
      maxRetriesPerRequest: null,
      commandTimeout: PATIENCE_MS,
      connectTimeout: PATIENCE_MS,
      retryStrategy: (times) => Math.min(50 * times, LONGEST_PAUSE_MS),
      // After a failover the address leads to another server. What was asked for is refused: it may take longer than
      // anybody wants to wait.
      reconnectOnError: ({ message }) => (message.startsWith('READONLY') ? 1 : false),
    });
    // Each command tells its own failure; without a listener the client would print them too.
    client.on('error', () => undefined);
    const connection = new RedisConnection(client, settings);
    try {
      await client.connect();
      // A replica would answer every write by READONLY.
      if (infoOf(await client.info('replication')).get('role') !== 'master') throw isReplica();
      await connection.#lineage.learn();
      await connection.#load();
      return connection;
    } catch (error) {
      client.disconnect();
      throw inCatalogueTerms(error);
    }
  }

  /** Another connection with the same settings, for what blocks one: subscriptions. */
  duplicate(): Redis {
    return this.#client.duplicate({ lazyConnect: true });
  }

  get isUp(): boolean {
    return this.#client.status === 'ready' && this.#closed === null;
  }

  onLineageChange(listener: (why: string) => void): () => void {
    return this.#lineage.listen(listener);
  }

  /** Name of this process among those that share the site. */
  get name(): string {
    return this.#name;
  }

  get prefix(): string {
    return this.#prefix;
  }

  /** Calls a function that writes; asked again by a reconnecting client it is carried out once. */
  write(name: string, given: Arguments): Promise<string> {
    return this.writeTexts(name, [argumentsText(given)]);
  }

  /** As `write`, for a function that takes its arguments one by one. */
  async writeTexts(name: string, given: string[]): Promise<string> {
    const id = `${this.#name}:${this.#calls++}`;
    const result = await this.#guarded(() =>
      this.#client.fcall(functionName(name), 1, this.#prefix, id, ...given),
    );
    if (this.#replicas > 0) await this.#replicated();
    return String(result);
  }

  /** Calls a function that only reads. */
  read<Reply>(name: string, given: Arguments = {}): Promise<Reply> {
    const text = argumentsText(given);
    return this.#guarded(() =>
      this.#client.fcall_ro(functionName(name), 1, this.#prefix, text),
    ) as Promise<Reply>;
  }

  /** A section of the server's INFO, as key and value. */
  async info(section: string): Promise<Map<string, string>> {
    return infoOf(await this.#guarded(() => this.#client.info(section)));
  }

  /** A setting of the server; null when it does not tell (managed servers often refuse). */
  async setting(name: string): Promise<string | null> {
    try {
      const [, value] = await this.#client.config('GET', name);
      return value ?? null;
    } catch {
      return null;
    }
  }

  /** Tells other processes of the site; whether they hear it is not waited for. */
  publish(channel: string, message: string): void {
    this.#client.publish(`${this.#prefix}${channel}`, message).catch(() => undefined);
  }

  async ping(): Promise<void> {
    await this.#guarded(() => this.#client.ping());
  }

  /** Finishes what was asked for before. */
  close(): Promise<void> {
    this.#closed ??= this.#quit();
    return this.#closed;
  }

  async #quit(): Promise<void> {
    await this.#client.quit().catch(() => undefined);
    this.#client.disconnect();
    // What was on its way when the connection was lost is not asked again any more.
    const error = new RingbackError('STORE_DOWN', { why: 'it was closed before Redis answered' });
    for (const giveUp of this.#waiting) giveUp(error);
  }

  async #load(): Promise<void> {
    await this.#client.function('LOAD', 'REPLACE', functionLibrary);
  }

  async #replicated(): Promise<void> {
    const reached = await this.#guarded(() => this.#client.wait(this.#replicas, PATIENCE_MS / 2));
    if (reached < this.#replicas)
      throw new RingbackError('STORE_DOWN', {
        why: `${reached} of ${this.#replicas} replicas have the change`,
      });
  }

  async #guarded<Reply>(ask: () => Promise<Reply>): Promise<Reply> {
    if (this.#closed) throw new RingbackError('STORE_DOWN', { why: 'it has been closed' });
    this.#together();
    try {
      const reply = await this.#untilClosed(ask()).catch(async (error: unknown) => {
        if (!lacksFunctions(error)) throw error;
        await this.#load();
        return this.#untilClosed(ask());
      });
      // Whose answer it is has to be known before anything is made of it.
      const unknown = this.#lineage.beingAsked;
      if (unknown) await this.#untilClosed(unknown);
      return reply;
    } catch (error) {
      throw inCatalogueTerms(error);
    }
  }

  /** What is asked for in one turn of this thread leaves in one packet, in order. */
  #together(): void {
    const { stream } = this.#client;
    // There is none before the first connection.
    if ((stream as typeof stream | undefined)?.writable !== true || this.#corked === stream) return;
    this.#corked = stream;
    stream.cork();
    process.nextTick(() => {
      this.#corked = null;
      stream.uncork();
    });
  }

  #untilClosed<Reply>(reply: Promise<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const settle = (): void => void this.#waiting.delete(reject);
      reply.then(resolve, reject).finally(settle);
    });
  }
}
