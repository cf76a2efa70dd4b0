const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, '': 1 };

/** A CSS2 time such as `1.5s`, in ms; null when it is none. */
export function delayMs(text: string): number | null {
  const match = /^\s*(\d*\.?\d+)\s*(ms|s|m|h|)\s*$/.exec(text);
  const unit = units[match?.[2] ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : null;
}
