import type { Redis } from 'ioredis';

import { infoOf } from './info.ts';

const WHY = 'Redis went on with another history (a failover, or a restart)';

/**
 * Whether the server still has the history that was written to. A replica that is promoted goes on under a new
 * replication id (https://redis.io/docs/latest/operate/oss_and_stack/management/replication/), without what had not
 * reached it. A server that was restarted has a new id too, even when its log has everything: Redis 7.0 does not keep
 * the id in the log.
 */
export class Lineage {
  readonly #client: Redis;
  readonly #listeners = new Set<(why: string) => void>();
  #known: string | null = null;
  #asking: PromiseWithResolvers<undefined> | null = null;

  constructor(client: Redis) {
    this.#client = client;
    client.on('close', () => this.#lost());
  }

  /**
   * Resolves when the history of the server that answers now is known; null when it is. Rejects when that server is
   * lost before.
   */
  get beingAsked(): Promise<void> | null {
    return this.#known === null ? null : (this.#asking?.promise ?? null);
  }

  listen(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the server's history for the one that is written to. */
  async learn(): Promise<void> {
    this.#known = await this.#ask();
  }

  #lost(): void {
    const before = this.#asking;
    this.#asking = Promise.withResolvers();
    this.#asking.promise.catch(() => undefined);
    if (before) before.reject(new Error('the connection was lost before it was known which history it has'));
    else void this.#whenBack();
  }

  /** Asks after each new connection until one answers. */
  async #whenBack(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => this.#client.once('ready', () => resolve()));
      const found = await this.#ask().catch(() => null);
      if (found === null) {
        this.#client.disconnect(true);
        continue;
      }
      const changed = this.#known !== null && found !== this.#known;
      this.#known = found;
      if (changed) for (const listener of this.#listeners) listener(WHY);
      this.#asking?.resolve(undefined);
      this.#asking = null;
      return;
    }
  }

  async #ask(): Promise<string> {
    return infoOf(await this.#client.info('replication')).get('master_replid') ?? '';
  }
}
