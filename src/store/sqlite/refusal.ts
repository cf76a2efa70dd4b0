/** Thrown by `refuse`; the transaction turns it into the operation's result. */
export class Refusal extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('refused');
    this.result = result;
  }
}

/** Ends an operation with the result `result` and undoes what it has written so far. */
export function refuse(result: unknown): never {
  throw new Refusal(result);
}
