import type { Store } from '../../src/store/store.ts';

/** A store that says what is under way in it: virtual time waits for it. */
export function watched(store: Store): { store: Store; underWay: () => Promise<unknown> | null } {
  const pending = new Set<Promise<unknown>>();
  const watch = (given: unknown): unknown => {
    if (!(given instanceof Promise)) return given;
    const settled: Promise<unknown> = given.then(
      () => pending.delete(settled),
      () => pending.delete(settled),
    );
    pending.add(settled);
    return given;
  };
  const proxied = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'function')
          return (...given: unknown[]): unknown => watch(Reflect.apply(value, target, given));
        return typeof value === 'object' && value !== null ? proxied(value) : value;
      },
    });
  return {
    store: proxied(store),
    underWay: () => (pending.size > 0 ? Promise.all(pending) : null),
  };
}
