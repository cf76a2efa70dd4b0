/** One way out of a switch to numbers, usually a trunk. */
export interface Gateway {
  name: string;
  /** Dial string: `{number}` is the number with its `+`, `{digits}` without it. */
  dial: string;
  /** Beginnings of the numbers it takes, with their `+`; none: every number. */
  prefixes: readonly string[];
  /** Those with the lowest are tried first. */
  priority: number;
  /** Share of the calls among those of one priority. */
  weight: number;
  /** Most calls begun in a second, and most at a time; null: any number. */
  perSecond: number | null;
  calls: number | null;
}

/** The gateway of a switch that needs no more than a dial string. */
export function onlyGateway(dial: string): Gateway {
  return { name: 'default', dial, prefixes: [], priority: 0, weight: 1, perSecond: null, calls: null };
}
