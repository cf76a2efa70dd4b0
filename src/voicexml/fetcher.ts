import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { CookieJar } from './fetch/cookie-jar.ts';
import { badFetch, PageEvent } from './page-event.ts';
import { resolveUri } from './uri.ts';

/** A piece of a `multipart/form-data` body: a field or, with a type, a file. */
export interface FormPart {
  name: string;
  value: string | Uint8Array;
  /** Media type of a file; null for a field. */
  type: string | null;
}

export interface FetchRequest {
  method: 'GET' | 'POST' | 'HEAD';
  /** Absolute. */
  url: string;
  /** Fields of a POST, to be sent form-encoded; null without a body. */
  form: [name: string, value: string][] | null;
  /** The body of a POST as `multipart/form-data`, in place of `form`. */
  parts?: FormPart[];
  /** Further headers by their names in lower case. */
  headers?: Record<string, string>;
  /** What a cache may answer with: no older than `maxAgeS`; up to `maxStaleS` beyond its time (RFC 9111 §5.2.1). */
  maxAgeS?: number;
  maxStaleS?: number;
}

export interface FetchResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** The address that answered. */
  url: string;
  /** The `Set-Cookie` headers. */
  cookies?: readonly string[];
}

/** How the browser reaches documents, without following redirects. It may reject: that is a failed fetch. */
export type Fetch = (request: FetchRequest) => Promise<FetchResponse>;

export interface FetchLimits {
  /** Longest wait for an answer when the page does not say, ms. */
  fetchTimeoutMs: number;
  /** Longest wait that a page can ask for, ms. */
  longestTimeoutMs: number;
  /** Largest document, grammar or script, in UTF-16 units. */
  largestDocument: number;
  /** Redirects that are followed for one document. */
  redirects: number;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** Fetches for one call: with a deadline, limits, cookies, redirects and the events that VoiceXML knows. */
export class Fetcher {
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #limits: FetchLimits;
  readonly #jar: CookieJar;
  /** Whether an audio file can be had, by address; asked once a call. */
  readonly #audio = new Map<string, Promise<boolean>>();
  readonly #aborted = Promise.withResolvers<never>();

  constructor(fetch: Fetch, clock: Clock, limits: FetchLimits) {
    this.#fetch = fetch;
    this.#clock = clock;
    this.#limits = limits;
    this.#jar = new CookieJar(clock);
    this.#aborted.promise.catch(() => undefined); // nobody may be waiting when it is aborted
  }

  /** Fails what is under way and everything that would follow. */
  abort(): void {
    this.#aborted.reject(badFetch('the run was stopped'));
  }

  /**
   * The text at an address and where it came from.
   * @throws PageEvent `error.badfetch.http.<status>` for a refusal, `error.badfetch` for anything else.
   */
  async text(
    request: FetchRequest,
    timeoutMs = this.#limits.fetchTimeoutMs,
  ): Promise<{ text: string; url: string }> {
    const response = await this.#inTime(request, timeoutMs);
    if (response.status >= 400)
      throw new PageEvent(
        `error.badfetch.http.${response.status}`,
        `${request.url} answered ${response.status}`,
      );
    if (response.status < 200 || response.status >= 300)
      throw badFetch(`${request.url} answered ${response.status}`);
    if (response.body.length > this.#limits.largestDocument) throw badFetch(`${request.url} is too large`);
    return { text: response.body, url: response.url };
  }

  /** Can this audio file be had? Asked when a prompt is queued, so that its fallback can be queued instead. */
  hasAudio(url: string): Promise<boolean> {
    let known = this.#audio.get(url);
    if (!known) {
      known = this.#askForAudio(url);
      this.#audio.set(url, known);
    }
    return known;
  }

  async #askForAudio(url: string): Promise<boolean> {
    try {
      const { status } = await this.#inTime({ method: 'HEAD', url, form: null }, this.#limits.fetchTimeoutMs);
      return status < 400 || status === 405 || status === 501; // a server without HEAD says nothing about the file
    } catch {
      return false;
    }
  }

  async #inTime(request: FetchRequest, wantedMs: number): Promise<FetchResponse> {
    const timeoutMs = Math.min(wantedMs, this.#limits.longestTimeoutMs);
    const late = Promise.withResolvers<never>();
    const timer = this.#clock.at(this.#clock.now() + timeoutMs, () =>
      late.reject(badFetch(`${request.url} did not answer within ${timeoutMs} ms`)),
    );
    try {
      return await Promise.race([this.#follow(request), late.promise, this.#aborted.promise]);
    } catch (error) {
      throw error instanceof PageEvent ? error : badFetch(`${request.url}: ${messageOf(error)}`);
    } finally {
      timer.cancel();
    }
  }

  /** Every address on the way is asked, and may be refused, by itself; each sees its own cookies. */
  async #follow(first: FetchRequest): Promise<FetchResponse> {
    let request = first;
    for (let hops = 0; hops <= this.#limits.redirects; hops++) {
      const response = await this.#fetch(this.#withCookies(request));
      this.#jar.store(request.url, response.cookies ?? []);
      const location = REDIRECTS.includes(response.status) ? response.headers['location'] : undefined;
      if (location === undefined) return response;
      request = redirected(request, response.status, resolveUri(location, request.url).url);
    }
    throw badFetch(`${first.url} leads on through more than ${this.#limits.redirects} redirects`);
  }

  #withCookies(request: FetchRequest): FetchRequest {
    const cookie = this.#jar.header(request.url);
    return cookie === '' ? request : { ...request, headers: { ...request.headers, cookie } };
  }
}

/** After 303, and as everyone does after 301 and 302 of a POST, the next request is a GET (RFC 9110 §15.4). */
function redirected(request: FetchRequest, status: number, url: string): FetchRequest {
  if (status === 307 || status === 308 || request.method !== 'POST') return { ...request, url };
  return { method: 'GET', url, form: null };
}
