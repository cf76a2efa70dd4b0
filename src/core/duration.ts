const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_MS = 366 * 24 * UNITS.h;

/** How a duration is written in the files people edit: `250ms`, `90s`, `1.5m`, `1h`. */
export const durationPattern = '^\\d{1,9}(\\.\\d{1,3})?(ms|s|m|h)$';

/** Milliseconds of a duration such as `90s`; null when it is not one, or longer than a year. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  if (!match) return null;
  const ms = Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]);
  return ms <= LONGEST_MS ? ms : null;
}
