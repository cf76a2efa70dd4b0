/** From `from` on and before `to`, epoch ms. */
export interface Period {
  from: number;
  to: number;
}

/** The instants of any of them, as periods in order that neither touch nor overlap. */
export function union(periods: readonly Period[]): Period[] {
  const joined: Period[] = [];
  for (const period of [...periods].sort((a, b) => a.from - b.from)) {
    if (period.to <= period.from) continue;
    const last = joined.at(-1);
    if (last && period.from <= last.to) last.to = Math.max(last.to, period.to);
    else joined.push({ ...period });
  }
  return joined;
}

/** The instants of `periods` that are in none of `taken`, in order. */
export function without(periods: readonly Period[], taken: readonly Period[]): Period[] {
  const gone = union(taken);
  return union(periods).flatMap((period) => {
    const left: Period[] = [];
    let from = period.from;
    for (const hole of gone) {
      if (hole.to <= from || hole.from >= period.to) continue;
      if (hole.from > from) left.push({ from, to: hole.from });
      from = Math.max(from, hole.to);
    }
    return from < period.to ? [...left, { from, to: period.to }] : left;
  });
}

/** What of them lies within `range`. */
export function within(periods: readonly Period[], range: Period): Period[] {
  return periods
    .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
    .filter(({ from, to }) => from < to);
}
