/** What one place of a pattern takes: a set of digits, or any number of them. */
type Place = { digits: string } | 'any';

export type NumberPattern = readonly Place[];

const LONGEST = 64;

/**
 * A pattern of E.164 numbers such as `+4990*`, `+1[2-9]??555*`: `?` is one digit, `[...]` one of these, `*` any number
 * of them.
 */
export function readPattern(
  written: string,
): { ok: true; value: NumberPattern } | { ok: false; why: string } {
  const text = written.trim();
  const form = /^\+((?:\d|\?|\*|\[[\d-]+\])+)$/.exec(text);
  if (!form || text.length > LONGEST)
    return {
      ok: false,
      why: 'it takes +, digits, ? for one digit, [2-5] for one of these, * for any of them',
    };
  const places = form[1]?.match(/\d|\?|\*|\[[\d-]+\]/g) ?? [];
  return { ok: true, value: places.map(placeOf) };
}

/** Walks the number once for each place: never slower than their lengths multiplied, whatever the pattern. */
export function meetsPattern(pattern: NumberPattern, number: string): boolean {
  const digits = number.slice(1);
  // reached[n]: the places so far take the first n digits.
  let reached = Array.from({ length: digits.length + 1 }, (_, index) => index === 0);
  for (const place of pattern) {
    const first = reached.indexOf(true);
    if (first < 0) return false;
    reached = reached.map((_, index) =>
      place === 'any'
        ? index >= first
        : index > 0 && reached[index - 1] === true && place.digits.includes(digits[index - 1] ?? ' '),
    );
  }
  return reached[digits.length] === true;
}

function placeOf(written: string): Place {
  if (written === '*') return 'any';
  if (written === '?') return { digits: '0123456789' };
  const spread = written.replace(/(\d)-(\d)/g, (_, from: string, to: string) =>
    '0123456789'.slice(+from, +to + 1),
  );
  return { digits: spread.replace(/\D/g, '') };
}
