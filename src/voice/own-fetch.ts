import type { Fetch } from '../voicexml/fetcher.ts';

/** Stands for this process in the addresses of our own pages; no name server knows it. */
const OWN_BASE = 'http://ringback.internal';

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

/** Fetches our own pages in process; no other address is reached. */
export function createOwnFetch(pages: OwnPages): Fetch {
  return async ({ method, url, form }) => {
    const address = new URL(url);
    if (address.origin !== OWN_BASE) throw new Error(`${address.host} is not among the allowed hosts`);
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
