import type { ConfigurationGround } from '../callback/configuration-ground.ts';
import type { Configuration } from '../callback/configuration.ts';
import { messageOf, RingbackError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import { formatProblem } from '../core/problem.ts';
import type { Store } from '../store/store.ts';

/** The configuration that is in force: the file, and the newest revision of the store over it. */
export interface LiveConfiguration {
  readonly ground: ConfigurationGround;
  current(): Configuration;
  /** What is in force: the number of the revision (0: the file alone) and its patch. */
  revision(): { no: number; patch: JsonObject };
  /**
   * Takes over what was committed before this was called, by whichever node. A revision that does not go with the file
   * of this node is told in the log and by `behind`, and the one before stays in force here.
   * @throws STORE_DOWN
   */
  refresh(): Promise<void>;
  /** Why the newest revision is not in force here; null when it is. */
  behind(): { revision: number; why: string } | null;
  /** Calls `listener` after each change; returns how to stop. */
  onChange(listener: () => void): () => void;
  close(): void;
}

interface LiveParts {
  ground: ConfigurationGround;
  /** The file alone. */
  configuration: Configuration;
  store: Pick<Store, 'revisions' | 'onChange'>;
  log: Logger;
}

/** The configuration as the file and the store have it now. @throws CONFIG_BEHIND, STORE_DOWN */
export async function openLiveConfiguration(parts: LiveParts): Promise<LiveConfiguration> {
  const live = new StoredConfiguration(parts);
  await live.refresh();
  const behind = live.behind();
  if (!behind) return live;
  live.close();
  throw new RingbackError('CONFIG_BEHIND', behind);
}

class StoredConfiguration implements LiveConfiguration {
  readonly ground: ConfigurationGround;
  readonly #parts: LiveParts;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #current: Configuration;
  #revision: { no: number; patch: JsonObject } = { no: 0, patch: {} };
  #behind: { revision: number; why: string } | null = null;
  #looking: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.ground = parts.ground;
    this.#current = parts.configuration;
    this.#unsubscribe = parts.store.onChange((hint) => {
      if (hint !== 'configuration') return;
      this.refresh().catch((error: unknown) =>
        parts.log.warn({ error: messageOf(error) }, 'a change of the configuration could not be read yet'),
      );
    });
  }

  current(): Configuration {
    return this.#current;
  }

  revision(): { no: number; patch: JsonObject } {
    return this.#revision;
  }

  behind(): { revision: number; why: string } | null {
    return this.#behind;
  }

  /** One look at a time: all who ask during one share the next, which begins after they have asked. */
  refresh(): Promise<void> {
    if (!this.#looking) {
      this.#looking = this.#look().finally(() => {
        this.#looking = null;
      });
      return this.#looking;
    }
    this.#next ??= this.#looking
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.refresh();
      });
    return this.#next;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#unsubscribe();
  }

  async #look(): Promise<void> {
    const { revisions } = this.#parts.store;
    const head = await revisions.head();
    if (head === (this.#behind?.revision ?? this.#revision.no)) return;
    // A store that lost what it had, and came back as it was before the first, has the file alone in force.
    const newest = head === 0 ? { no: 0, patch: {} } : await revisions.get(head);
    if (newest) this.#take(newest);
  }

  #take({ no, patch }: { no: number; patch: JsonObject }): void {
    const revised = this.ground.with(patch);
    if ('problems' in revised) {
      const why = revised.problems.map(formatProblem).join('\n');
      this.#behind = { revision: no, why };
      this.#parts.log.error({ revision: no, why }, 'a revision does not go with the file of this server');
      return;
    }
    this.#behind = null;
    this.#revision = { no, patch };
    this.#current = revised.configuration;
    this.#parts.log.info({ revision: no }, 'a revision of the configuration is in force');
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A configuration that is as it was given, and is not edited. */
export function fixedConfiguration(configuration: Configuration): LiveConfiguration {
  const ground = { file: '', hash: '', document: {}, with: () => ({ configuration, warnings: [] }) };
  return {
    ground,
    current: () => configuration,
    revision: () => ({ no: 0, patch: {} }),
    refresh: () => Promise.resolve(),
    behind: () => null,
    onChange: () => () => undefined,
    close: () => undefined,
  };
}
