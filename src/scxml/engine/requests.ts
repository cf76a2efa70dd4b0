import type { JsonObject } from '../../core/json.ts';
import type { Deadline, EngineEvent, RequestSpec, Snapshot } from '../step.ts';
import { enqueue, type Work } from './work.ts';

/** Most requests remembered whose deadline has passed: their results may still come. */
const MOST_LATE = 100;

/** Notes a request, and when it has failed if no result has come. */
export function noteRequest(
  { snapshot, timers, inputs }: Work,
  request: { id: string; kind: string },
  { spec, attributes }: { spec: RequestSpec; attributes: JsonObject },
): void {
  enqueue(snapshot.requests, request);
  const { deadline, errorEvent } = spec;
  if (!deadline) return;
  const data = { requestid: request.id, error: 'timeout', reason: 'timeout', ...deadline.data };
  const dueAt = inputs.now + lengthOf(deadline, attributes);
  const timer = { key: deadlineKey(request.id), dueAt, event: { name: errorEvent, data } };
  enqueue(snapshot.timers, timer);
  timers.set.push(timer);
}

/** Key of the timer that is the deadline of a request. */
export function deadlineKey(requestId: string): string {
  return `deadline:${requestId}`;
}

/** The request whose deadline a timer is; null for any other timer. */
export function requestOfDeadline(key: string | null): string | null {
  return /^deadline:(.*)$/s.exec(key ?? '')?.[1] ?? null;
}

function lengthOf({ ms, seconds }: Deadline, attributes: JsonObject): number {
  if (!seconds) return ms;
  const value = attributes[seconds.attribute];
  const given = value === null || value === '' ? NaN : Number(value ?? NaN);
  return ms + 1000 * (Number.isFinite(given) && given >= 0 ? given : seconds.otherwise);
}

/** The result of a request is there: nothing waits for it any more. False when it comes too late to be told. */
export function takeResult(snapshot: Snapshot, requestId: string, clear: string[]): boolean {
  if (snapshot.requests.some(({ id, late }) => late && id === requestId)) return false;
  snapshot.requests = snapshot.requests.filter(({ id }) => id !== requestId);
  const key = deadlineKey(requestId);
  if (!snapshot.timers.some((timer) => timer.key === key)) return true;
  snapshot.timers = snapshot.timers.filter((timer) => timer.key !== key);
  clear.push(key);
  return true;
}

/** A deadline has passed. */
export function noteLate(snapshot: Snapshot, key: string): void {
  const missed = snapshot.requests.find(({ id }) => deadlineKey(id) === key);
  if (!missed) return;
  const others = snapshot.requests.filter((one) => one !== missed);
  const late = others.filter((one) => one.late);
  const forgotten = late.length >= MOST_LATE ? late[0] : undefined;
  snapshot.requests = [...others.filter((one) => one !== forgotten), { ...missed, late: true }];
}

/** The request that an event is the result of; null for one that a session, or somebody over HTTP, has sent. */
export function requestIdOf({ data, origintype }: Pick<EngineEvent, 'data' | 'origintype'>): string | null {
  if (origintype !== undefined || typeof data !== 'object' || data === null || Array.isArray(data))
    return null;
  const { requestid } = data;
  return typeof requestid === 'string' ? requestid : null;
}
