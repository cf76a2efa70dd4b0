import { dialGate } from '../callback/dial-gate.ts';
import type { Options } from '../callback/options.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { consentRefusal } from '../callback/consent.ts';
import { notBefore, type DialTime } from './dial-times.ts';
import { askBeforeDial } from './never-called.ts';
import type { LookedUp } from './number-lookup.ts';
import { countryClaim } from './number-rules.ts';
import type { App } from './ports.ts';

/** After how long it is tried again where nobody can say whether a number may be called, ms. */
const ASKED_AGAIN_MS = 60_000;

/** Whether a customer may be rung now. */
type MayDial =
  /** With the attempt counted in the record. */
  | { kind: 'yes'; record: CallbackRecord }
  | { kind: 'refused'; why: string }
  /** And never will. */
  | { kind: 'barred'; why: string }
  /** Not now, but in so many seconds. */
  | { kind: 'closed'; why: string; seconds: number };

/**
 * Everything that may keep a customer from being rung: the callback itself, the rules of its queue, the hours, and last
 * the day's calls to the country, of which it takes one. Asked again for the same attempt it takes no second one.
 * @param attempt `id` becomes the channel's UUID; one that has `begun` is only counted, by now it may be another hour
 */
export async function mayDial(
  app: App,
  record: CallbackRecord,
  attempt: { id: string; begun: boolean },
): Promise<MayDial> {
  const now = app.clock.now();
  const gate = dialGate(record, attempt.id, now);
  if (!gate.ok) return { kind: 'refused', why: gate.why };
  if (attempt.begun) return { kind: 'yes', record: gate.record };
  const lacking = consentRefusal(record.consent ?? null, optionsNow(app, record), now);
  if (lacking) return { kind: 'barred', why: lacking.why };
  const asked = await askBeforeDial(app, record.service, record.customerNumber);
  if (asked.kind === 'refused')
    return { kind: asked.rule === 'do-not-call' ? 'barred' : 'refused', why: asked.why };
  const later =
    asked.kind === 'unknown'
      ? { at: now + ASKED_AGAIN_MS, why: asked.why }
      : (notBefore(app, record, now) ?? (await takeCall(app, record, attempt.id)));
  if (later) return { kind: 'closed', why: later.why, seconds: Math.ceil((later.at - now) / 1000) };
  const { lookup = null } = asked.kind === 'free' ? asked : {};
  return { kind: 'yes', record: withLookup(gate.record, attempt.id, lookup) };
}

/** As the service has them now; those that it was made with where that is no longer configured. */
function optionsNow(app: App, { service, options }: CallbackRecord): Options {
  return app.config().services.find(({ name }) => name === service)?.options ?? options;
}

/** What was said of the number stands with the attempt that it let through. */
function withLookup(record: CallbackRecord, id: string, lookup: LookedUp | null): CallbackRecord {
  if (!lookup) return record;
  const { at, answer } = lookup;
  const attempts = record.attempts.map((one) => (one.id === id ? { ...one, lookup: { at, answer } } : one));
  return { ...record, attempts };
}

/** The switch refused the attempt, and nobody was rung: the country has its call of the day back. */
export async function giveCallBack(app: App, attemptId: string): Promise<void> {
  const limited = app.config().numbers.some(({ perDay }) => Object.keys(perDay).length > 0);
  if (limited) await app.store.throttles.giveBack(takeOf(attemptId));
}

/** Takes one of the day's calls of the number's country; null where there was one, or no limit. */
async function takeCall(
  app: App,
  { service, customerNumber }: CallbackRecord,
  attemptId: string,
): Promise<Pick<DialTime, 'at' | 'why'> | null> {
  const claims = countryClaim(app, service, customerNumber, 'country-calls');
  if (claims.length === 0) return null;
  const result = await app.store.throttles.take({ id: takeOf(attemptId), at: app.clock.now(), claims });
  if (result === 'taken') return null;
  return { at: result.retryAt, why: 'the calls of the day to its country are used up (per-day)' };
}

function takeOf(attemptId: string): string {
  return `call ${attemptId}`;
}
