import { redact } from './redact.ts';

/** What the program says about itself while it runs. Never a place for results. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The same without the values of these keys; `hidden` is asked at each entry. */
export function redacting(log: Logger, hidden: () => readonly string[]): Logger {
  return {
    debug: (fields, message) => log.debug(redact(fields, hidden()), message),
    info: (fields, message) => log.info(redact(fields, hidden()), message),
    warn: (fields, message) => log.warn(redact(fields, hidden()), message),
    error: (fields, message) => log.error(redact(fields, hidden()), message),
  };
}

const nothing = (): void => undefined;

/** Says nothing: for tests. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
