/** Rows as a plain table whose columns line up; the heading first. */
export function table(heading: string[], rows: string[][]): string {
  const widths = heading.map((head, index) =>
    Math.max(head.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  return [heading, ...rows]
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** An instant for people: UTC, to the second. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** A time of day for people: UTC, to the millisecond. */
export function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
