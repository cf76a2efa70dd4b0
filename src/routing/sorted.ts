/** Items in an order, found by halving; of two that are equal in it, the one that came first stays first. */
export class Sorted<Item> {
  readonly #items: Item[] = [];
  readonly #compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get first(): Item | undefined {
    return this.#items[0];
  }

  get size(): number {
    return this.#items.length;
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items.values();
  }

  add(item: Item): void {
    const last = this.#items.at(-1);
    if (last === undefined || this.#compare(last, item) <= 0) this.#items.push(item);
    else this.#items.splice(this.#from(item, 1), 0, item);
  }

  /** Removes that very item. */
  remove(item: Item): void {
    const end = this.#from(item, 1);
    for (let at = this.countBefore(item); at < end; at++)
      if (this.#items[at] === item) {
        this.#items.splice(at, 1);
        return;
      }
  }

  /** How many come before it. */
  countBefore(item: Item): number {
    return this.#from(item, 0);
  }

  /** The first place whose item is not before (`least` 0), or is after (`least` 1), the item. */
  #from(item: Item, least: 0 | 1): number {
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#items[middle];
      if (there !== undefined && this.#compare(there, item) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
