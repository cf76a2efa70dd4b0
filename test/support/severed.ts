import type { Store } from '../../src/store/store.ts';
import type { Switch } from '../../src/switch/switch.ts';
import { writes, type Aggregate } from './store-writes.ts';

/** A process that dies right after its `n`th commit: nothing it does afterwards reaches the store or the switch. */
export class Severing {
  commits = 0;
  dead = false;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  #died: () => void = () => undefined;
  readonly #after: number;
  readonly #onDeath: () => void;

  constructor(after: number, onDeath: () => void = () => undefined) {
    this.#after = after;
    this.#onDeath = onDeath;
    this.death = new Promise((resolve) => (this.#died = resolve));
  }

  store(store: Store): Store {
    const severed: Record<string, unknown> = {
      onChange: (listener: () => void) => store.onChange(() => !this.dead && listener()),
      onLineageChange: (listener: (why: string) => void) => store.onLineageChange(listener),
      health: () => store.health(),
      close: () => Promise.resolve(),
    };
    for (const aggregate of Object.keys(writes) as Aggregate[])
      severed[aggregate] = this.#aggregate(store, aggregate);
    return severed as unknown as Store;
  }

  switch(real: Switch): Switch {
    return new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const method = value.bind(target) as (...list: unknown[]) => unknown;
        return (...list: unknown[]) => {
          if (!this.dead) return method(...list);
          return name === 'call' ? undefined : name === 'health' ? [] : new Promise(() => undefined);
        };
      },
    });
  }

  #aggregate(store: Store, aggregate: Aggregate): unknown {
    const real = store[aggregate] as unknown as Record<string, (...list: unknown[]) => Promise<unknown>>;
    const changing = new Set<string>(writes[aggregate]);
    return new Proxy(real, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...list: unknown[]) => Promise<unknown>;
        return async (...list: unknown[]) => {
          if (this.dead) return new Promise(() => undefined);
          const result = await method.apply(target, list);
          if (!changing.has(String(name))) return this.dead ? new Promise(() => undefined) : result;
          this.commits++;
          if (this.commits === this.#after) {
            this.dead = true;
            this.#onDeath();
            this.#died();
          }
          return this.dead ? new Promise(() => undefined) : result;
        };
      },
    });
  }
}
