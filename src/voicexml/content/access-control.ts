/** The attributes of an `<?access-control?>` instruction. */
export interface AccessControl {
  allow: string;
  deny: string;
}

/**
 * May a page read an XML document? Where the two come from the same host it may; else the document must let the page's
 * host in by `<?access-control allow="..." deny="..."?>` (VoiceXML 2.1 §5; W3C Note of 13 June 2005).
 */
export function mayRead(
  { page, data }: { page: string; data: string },
  control: AccessControl | null,
): boolean {
  const reader = new URL(page);
  if (reader.host === new URL(data).host) return true;
  if (!control) return false;
  return matches(control.allow, reader.hostname) && !matches(control.deny, reader.hostname);
}

/** A list of host names, `*.example.com` for all below one, `*` for all. */
function matches(list: string, host: string): boolean {
  return list
    .toLowerCase()
    .split(/\s+/)
    .some((one) => one === '*' || one === host || (one.startsWith('*.') && host.endsWith(one.slice(1))));
}
