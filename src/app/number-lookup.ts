import type { LookupConfiguration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { AskOutside } from './ask-outside.ts';

/** Answers that are remembered at most. */
const MOST_KEPT = 10_000;
/** The most that is read of an answer, bytes. */
const MOST_BYTES = 10_000;

/** What whoever is asked for numbers said of one. */
export interface LookedUp {
  /** When it was asked, epoch ms. */
  at: number;
  /** `unknown`: there was no answer, or none that is understood. */
  answer: 'free' | 'listed' | 'unknown';
  /** The reason as it was told, or what went wrong; empty: none. */
  detail: string;
}

interface LookupParts {
  clock: Clock;
  /** Null: nobody is asked. */
  config(): LookupConfiguration | null;
  ask: AskOutside;
}

/**
 * Asks the configured address whether a number is never to be called, with `{"number": "+44...", "service": "..."}`; it
 * answers `{"doNotCall": true, "reason": "..."}`. What it says holds for the configured time; no answer is not
 * remembered. Null when nobody is to be asked. Who asks for the same number meanwhile has the same answer.
 */
export function createNumberLookup(
  parts: LookupParts,
): (service: string, number: string) => Promise<LookedUp | null> {
  const { clock } = parts;
  const known = new Map<string, { until: number; looked: Promise<LookedUp> }>();
  return async (service, number) => {
    const hook = parts.config();
    if (!hook) return null;
    const key = JSON.stringify([hook.url, service, number]);
    const before = known.get(key);
    if (before && clock.now() < before.until) return before.looked;
    const looked = look(parts, hook, { service, number });
    known.delete(key);
    known.set(key, { until: clock.now() + hook.timeoutMs + hook.cacheMs, looked });
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KEPT) break;
      known.delete(oldest);
    }
    const { answer } = await looked;
    const kept = known.get(key);
    if (kept?.looked === looked) {
      if (answer === 'unknown' || hook.cacheMs === 0) known.delete(key);
      else kept.until = clock.now() + hook.cacheMs;
    }
    return looked;
  };
}

async function look(
  { clock, ask }: LookupParts,
  { url, key, timeoutMs }: LookupConfiguration,
  about: { service: string; number: string },
): Promise<LookedUp> {
  const at = clock.now();
  const unknown = (detail: string): LookedUp => ({ at, answer: 'unknown', detail: detail.slice(0, 200) });
  const headers = {
    ...{ accept: 'application/json', 'content-type': 'application/json' },
    ...(key !== null && { authorization: `Bearer ${key}` }),
  };
  try {
    const request = { url, method: 'POST', headers, body: JSON.stringify(about) };
    const { status, body } = await ask({ ...request, limitMs: timeoutMs, mostBytes: MOST_BYTES });
    if (status !== 200) return unknown(`it answered ${status}`);
    const said = answerOf(body);
    return said ? { at, ...said } : unknown('its answer has no doNotCall that is true or false');
  } catch (error) {
    return unknown(messageOf(error));
  }
}

function answerOf(body: string): Pick<LookedUp, 'answer' | 'detail'> | null {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const { doNotCall, reason } = parsed;
  if (typeof doNotCall !== 'boolean') return null;
  const detail = typeof reason === 'string' ? reason.slice(0, 200) : '';
  return { answer: doNotCall ? 'listed' : 'free', detail };
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return null;
  }
}
