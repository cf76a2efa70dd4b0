import { badFetch } from './page-event.ts';

/**
 * An address from a page, made absolute against the document it stands in; its fragment apart.
 * @throws PageEvent `error.badfetch` for what is no address.
 */
export function resolveUri(reference: string, base: string): { url: string; fragment: string } {
  if (!URL.canParse(reference, base)) throw badFetch(`"${reference}" is not an address`);
  const url = new URL(reference, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw badFetch(`${url.protocol} addresses are not fetched`);
  const fragment = decode(url.hash.slice(1));
  url.hash = '';
  return { url: url.href, fragment };
}

/** The address with fields added to its query, as a GET form does. */
export function withQuery(url: string, fields: [name: string, value: string][]): string {
  const target = new URL(url);
  for (const [name, value] of fields) target.searchParams.append(name, value);
  return target.href;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
