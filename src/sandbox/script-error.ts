import { RingbackError } from '../core/errors.ts';

/** What a script threw: its name (`ReferenceError` ...) and message as the script saw them. */
export class ScriptError extends Error {
  /** Name of what was thrown, such as `TypeError`. */
  readonly thrown: string;

  constructor(thrown: string, message: string) {
    super(message);
    this.name = 'ScriptError';
    this.thrown = thrown;
  }
}

/** The interpreter ran out of its thread's stack: it and all its runtimes are lost. */
export class ScriptEngineBroken extends RingbackError {
  constructor(cause?: unknown) {
    super('SCRIPT_LIMIT', { limit: 'the stack of the thread' }, cause);
  }
}
