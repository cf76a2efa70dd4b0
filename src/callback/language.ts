/** The first of these that is a locale such as `de-DE`; null when none is. */
export function localeAmong(...wishes: unknown[]): string | null {
  const found = wishes.find((wish) => typeof wish === 'string' && /^[a-z]{2,3}-[A-Z]{2}$/.test(wish));
  return typeof found === 'string' ? found : null;
}
