/** Texts with `{name}` in them, by the SIP header that each is sent as. */
export type HeaderTexts = Readonly<Record<string, string>>;

/** What a header may be called: those that FreeSWITCH keeps for itself and those that SIP gives a meaning are none. */
export const headerName = /^(X-(?!FS-)[A-Za-z0-9][A-Za-z0-9-]{0,59}|User-to-User)$/;

/** `{name}` in the text of a header. */
const PLACE = /\{([^{}\s]+)\}/g;

/**
 * The headers with what is known in the places of the names; names that nothing is known of become empty. A header of
 * which nothing is known is left out.
 */
export function filledHeaders(
  texts: HeaderTexts,
  known: Readonly<Record<string, string | number | null>>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [header, text] of Object.entries(texts)) {
    const values = [...text.matchAll(PLACE)].map(([, name = '']) => valueOf(known, name));
    let at = 0;
    if (values.some((value) => value !== '')) headers[header] = text.replace(PLACE, () => values[at++] ?? '');
  }
  return headers;
}

function valueOf(known: Readonly<Record<string, string | number | null>>, name: string): string {
  return Object.hasOwn(known, name) ? String(known[name] ?? '') : '';
}
