import type { SessionEventsConfiguration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';
import { requestOutside } from './request-outside.ts';

interface EventRequest {
  url: string;
  contentType: string;
  body: string;
  /** Names the request: a second one with it is the same. */
  key: string;
}

/** Time an address has to answer, ms. */
const LIMIT_MS = 10_000;

/**
 * Posts an event to an address of the allow-list. What is answered is not read.
 * @throws Error in words when it is not allowed, not reached, or not taken (a status other than 2xx)
 */
export async function postEvent(
  { url, contentType, body, key }: EventRequest,
  parts: { clock: Clock; rules: SessionEventsConfiguration },
): Promise<void> {
  const headers = { 'content-type': contentType, 'idempotency-key': key };
  const wanted = { url, method: 'POST', headers, body, limitMs: LIMIT_MS, mostBytes: 0 };
  const { status } = await requestOutside(wanted, parts);
  if (status < 200 || status >= 300) throw new Error(`${new URL(url).host} answered ${status}`);
}
