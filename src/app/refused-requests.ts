import type { RequestParameters } from '../callback/request.ts';
import type { Fact } from '../callback/record.ts';
import { isRingbackError, messageOf } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import { isHidden, redact } from '../core/redact.ts';
import { REFUSED_REQUEST } from '../store/facts.ts';
import type { App } from './ports.ts';

const LONGEST = 100;
const MOST_KEYS = 30;

/** A request for a callback that was refused. */
export interface RefusedRequest {
  id: string;
  at: number;
  service: string;
  /** Who asked: the name of the key, and from where; null for a caller. */
  caller: RequestCaller | null;
  /** Code of the catalogue, and the rule or limit behind it. */
  code: string;
  rule: string | null;
  message: string;
  /** What was sent, redacted. */
  inputs: Record<string, string>;
}

/** Who sent a request. */
export interface RequestCaller {
  name: string;
  address: string;
}

/**
 * Does what may refuse a request. A refusal is kept with what was sent, and thrown again with `corrId` among its
 * details: the id by which it is found, for as long as `retention`. Failures of our own are not refusals.
 */
export async function keepingRefusals<T>(
  app: App,
  request: { service: string; parameters: RequestParameters; caller?: RequestCaller },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isRingbackError(error) || error.status >= 500) throw error;
    const id = secretId(app.random);
    Object.assign(error.details, { corrId: id });
    const rule = error.details['rule'] ?? error.details['scope'];
    const data = {
      service: request.service.slice(0, LONGEST),
      caller: request.caller ? { ...request.caller } : null,
      code: error.code,
      rule: typeof rule === 'string' ? rule : null,
      message: redactedText(told(error.message, app, request.parameters)),
      inputs: redacted(request.parameters, app.config().genesys.privateKeys),
    };
    const fact: Fact = { id, at: app.clock.now(), kind: REFUSED_REQUEST, callbackId: id, data };
    await app.store.facts.add([fact]).catch((failure: unknown) => {
      app.log.warn({ error: messageOf(failure) }, 'a refused request could not be kept');
    });
    throw error;
  }
}

/** The refused request of a correlation id; null when there is none. */
export async function refusedRequest(app: App, id: string): Promise<RefusedRequest | null> {
  const facts = await app.store.facts.ofCallback(id);
  const fact = facts.find(({ kind }) => kind === REFUSED_REQUEST);
  return fact ? requestOf(fact) : null;
}

/** The newest first. */
export async function refusedRequests(app: App, limit: number): Promise<RefusedRequest[]> {
  return (await app.store.facts.recent(REFUSED_REQUEST, limit)).map(requestOf);
}

function requestOf({ id, at, data }: Fact): RefusedRequest {
  return { id, at, caller: null, ...(data as unknown as Omit<RefusedRequest, 'id' | 'at' | 'caller'>) };
}

/** Service parameters as they were sent, numbers but for their last three digits; of the caller's own pairs only the keys. */
function redacted(parameters: RequestParameters, hidden: readonly string[]): Record<string, string> {
  const pairs = Object.entries(parameters).slice(0, MOST_KEYS);
  return Object.fromEntries(
    pairs.map(([key, value]) => {
      const written = typeof value === 'string' ? value : JSON.stringify(value);
      const shown = key.startsWith('_') && !isHidden(key, hidden);
      return [key.slice(0, LONGEST), shown ? redactedText(written).slice(0, LONGEST) : '***'];
    }),
  );
}

/** The message of a refusal, which may repeat what was sent. */
function told(message: string, app: App, parameters: RequestParameters): string {
  return redact({ message, parameters }, app.config().genesys.privateKeys).message;
}

/** Digits of what may be a telephone number. */
function redactedText(text: string): string {
  return text.replace(/\+?\d[\d\s().-]{4,}\d/g, (number) =>
    /\d{4}-\d\d-\d\dT?/.test(number) ? number : number.slice(0, -3).replace(/\d/g, '*') + number.slice(-3),
  );
}
