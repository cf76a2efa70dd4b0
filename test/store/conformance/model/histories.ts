import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Store } from '../../../../src/store/store.ts';
import type { Call, Request } from './calls.ts';
import { createModel, type Model } from './model.ts';
import { everyRead } from './queries.ts';
import { requests } from './requests.ts';

/** How a history puts an operation to the store. */
export type Ask = (call: Call) => Promise<Answer>;

interface Answer {
  answer: unknown;
  /** It had to be asked again, because it was not known whether it had happened. */
  again: boolean;
}

/** What the operations say when they have happened before. */
const saidAgain: Record<string, unknown[]> = {
  started: ['exists'],
  committed: ['stale', 'duplicate'],
  claimed: ['not-pending'],
  created: ['exists'],
  changed: ['stale'],
  added: ['exists', 'stale'],
  opened: ['exists'],
  advanced: ['stale'],
  'given-back': ['unknown'],
  put: ['stale'],
  removed: ['unknown'],
};

/** One operation of a history, put to the model and to the store. */
class Step implements fc.AsyncCommand<Model, Ask> {
  readonly #request: Request;
  #said = 'not reached';

  constructor(request: Request) {
    this.#request = request;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, ask: Ask): Promise<void> {
    const call = this.#request(model);
    this.#said = `\n  ${inWords(call)}`;
    await compare(call, model, ask);
  }

  /** Each run has words of its own, so that a shrunken history tells what happened in it. */
  [fc.cloneMethod](): Step {
    return new Step(this.#request);
  }

  toString(): string {
    return this.#said;
  }
}

/** Without what is empty. */
function inWords({ name, args }: Call): string {
  const isEmpty = (value: unknown): boolean =>
    value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  const words = args.map((arg) =>
    JSON.stringify(arg, (_, value: unknown) => (isEmpty(value) ? undefined : value)),
  );
  return `${name}(${words.join(', ')})`;
}

async function compare(call: Call, model: Model, ask: Ask): Promise<void> {
  const expected = await call.of(model);
  const { answer, again } = await ask(call);
  if (again && typeof expected === 'string' && saidAgain[expected]?.includes(answer)) return;
  expect(answer, `${call.name} as the model has it`).toEqual(expected);
}

/**
 * A property: random histories get the answers of the model, one after the other, and everything reads as in the model
 * after them. `asking` makes the way to a store; its seed is for the chance there may be on it.
 */
export function histories(
  open: () => Promise<Store>,
  asking: (store: Store, seed: number) => Ask,
): fc.IAsyncProperty<unknown> {
  const steps = requests.map((request) => new Step(request));
  const history = fc.commands([steps], { maxCommands: 50, size: 'max' });
  return fc.asyncProperty(history, fc.nat(), async (commands, seed) => {
    const store = await open();
    try {
      const model = createModel();
      const ask = asking(store, seed);
      await fc.asyncModelRun(() => ({ model, real: ask }), commands);
      await Promise.all(everyRead.map((read) => compare(read, model, ask)));
    } finally {
      await store.close();
    }
  });
}

/** Random histories of `open`'s stores, as many as asked for, against the model. */
export function describeHistories(open: () => Promise<Store>, count: number): void {
  describe('any history of operations', () => {
    const asking =
      (store: Store): Ask =>
      async (call) => ({ answer: await call.of(store), again: false });

    it(`gets the answers of the model, and reads as it does (${count} histories)`, () =>
      fc.assert(histories(open, asking), { numRuns: count }));
  });
}
