import type { Fetch, FormPart } from '../voicexml/fetcher.ts';

/** Stands for this process in the addresses of our own pages; no name server knows it. */
export const OWN_BASE = 'http://ringback.internal';

/** The address of a page of ours by its path; an absolute address stays as it is. */
export function pageAddress(pathOrAddress: string): string {
  return new URL(pathOrAddress, OWN_BASE).href;
}

/** A file that a page sends, such as a recording. */
interface FormFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** Our page server, as a function. */
export type OwnPages = (request: {
  method: string;
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
  /** Files of a multipart/form-data body. */
  files?: readonly FormFile[];
}) => Promise<{ status: number; headers: Record<string, string>; body: string | Uint8Array }>;

/** Fetches our own pages in process, at `origin` as well; any other address by `elsewhere`. */
export function createOwnFetch(pages: OwnPages, elsewhere: Fetch, origin: string = OWN_BASE): Fetch {
  const own = [OWN_BASE, new URL(origin).origin];
  return async (request) => {
    const { method, url, form, parts = null } = request;
    const address = new URL(url);
    if (!own.includes(address.origin)) return elsewhere(request);
    const response = await pages({
      method: method === 'HEAD' ? 'GET' : method,
      path: address.pathname,
      query: Object.fromEntries(address.searchParams),
      form: Object.fromEntries(form ?? fieldsOf(parts)),
      ...(parts ? { files: filesOf(parts) } : {}),
    });
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const body = typeof response.body === 'string' ? response.body : '';
    return { status: response.status, headers, body, url };
  };
}

function fieldsOf(parts: readonly FormPart[] | null): [string, string][] {
  return (parts ?? []).flatMap(({ name, value, type }) =>
    type === null ? [[name, typeof value === 'string' ? value : Buffer.from(value).toString()]] : [],
  );
}

function filesOf(parts: readonly FormPart[]): FormFile[] {
  return parts.flatMap(({ name, value, type }) =>
    type === null ? [] : [{ name, type, bytes: typeof value === 'string' ? Buffer.from(value) : value }],
  );
}
