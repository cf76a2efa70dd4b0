import type { Fetch } from '../voicexml/fetcher.ts';

/** Stands for this process in the addresses of our own pages; no name server knows it. */
export const OWN_BASE = 'http://ringback.internal';

/** The address of a page of ours by its path; an absolute address stays as it is. */
export function pageAddress(pathOrAddress: string): string {
  return new URL(pathOrAddress, OWN_BASE).href;
}

/** Our page server, as a function. */
export type OwnPages = (request: {
  method: string;
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
}) => Promise<{ status: number; headers: Record<string, string>; body: string | Uint8Array }>;

/** Fetches our own pages in process; any other address by `elsewhere`. */
export function createOwnFetch(pages: OwnPages, elsewhere: Fetch): Fetch {
  return async (request) => {
    const { method, url, form } = request;
    const address = new URL(url);
    if (address.origin !== OWN_BASE) return elsewhere(request);
    const response = await pages({
      method: method === 'HEAD' ? 'GET' : method,
      path: address.pathname,
      query: Object.fromEntries(address.searchParams),
      form: Object.fromEntries(form ?? []),
    });
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const body = typeof response.body === 'string' ? response.body : '';
    return { status: response.status, headers, body, url };
  };
}
