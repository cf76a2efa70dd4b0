import { dialResultOf } from '../callback/dial-result.ts';
import { ended } from '../callback/interaction.ts';
import { attemptEnded } from '../callback/life.ts';
import type { InteractionRecord } from '../callback/record.ts';
import { uuidOf } from '../core/ids.ts';
import type { ReleaseReason } from '../routing/messages.ts';
import type { Delivery } from '../store/sessions.ts';
import type { CallEnd } from '../switch/switch.ts';
import { callbackSessionId } from './callback-session.ts';
import { partyLeft } from './held-calls.ts';
import type { App } from './ports.ts';
import type { Router } from './router.ts';
import { statusDeliveries } from './status-notifications.ts';

/**
 * A leg is over: its attempt is closed, its record says how it ended, its session hears of it, and the agent it
 * talked with is let go. Safe to be told twice; each part is made good that an earlier telling did not reach.
 *
 * @throws STORE_DOWN; tell it again then
 */
export async function callEnded(app: App, router: Pick<Router, 'send'>, end: CallEnd): Promise<void> {
  const leg = await app.store.interactions.get(end.id);
  if (!leg) return;
  if (leg.party === 'customer') await closeAttempt(app, leg, end);
  const over = await markEnded(app, leg, end);
  await letAgentGo(app, router, over);
  await partyLeft(app, over);
}

/** The strategy may have named a better result already, such as ANSWERING_MACHINE: the first one stays. */
async function closeAttempt(app: App, leg: InteractionRecord, end: CallEnd): Promise<void> {
  const detail = end.sipStatus === null ? end.cause : `${end.cause} ${end.sipStatus}`;
  for (;;) {
    const record = leg.callbackId === null ? null : await app.store.callbacks.get(leg.callbackId);
    if (!record) return;
    const closed = attemptEnded(
      record,
      { attemptId: leg.id, result: dialResultOf(end), detail },
      app.clock.now(),
    );
    if (closed === record) return;
    const change = {
      expectedVersion: record.version,
      record: closed,
      deliveries: statusDeliveries(record, closed),
      session: null,
      slot: 'keep' as const,
      facts: [],
    };
    if ((await app.store.callbacks.change(change)) === 'stale') continue;
    app.sessions.wake(change.deliveries.map(({ sessionId }) => sessionId));
    return;
  }
}

/** The leg as it is then. */
async function markEnded(app: App, known: InteractionRecord, end: CallEnd): Promise<InteractionRecord> {
  let leg = known;
  while (leg.endedAt === null) {
    const over = ended(leg, end, app.clock.now());
    const deliveries = noticeOf(leg, end);
    if ((await app.store.interactions.change(leg.version, over, deliveries)) === 'changed') {
      app.sessions.wake(deliveries.map((delivery) => delivery.sessionId));
      return over;
    }
    const changed = await app.store.interactions.get(end.id);
    if (!changed) break;
    leg = changed;
  }
  return leg;
}

// ORS: interaction.deleted
function noticeOf(leg: InteractionRecord, end: CallEnd): Delivery[] {
  if (leg.sessionId === null) return [];
  const data = {
    interactionid: leg.id,
    cause: end.cause,
    sipstatus: end.sipStatus,
    dialresult: leg.party === 'caller' ? null : dialResultOf(end),
    answered: end.answered,
  };
  const event = { id: uuidOf('interaction.deleted', leg.id), name: 'interaction.deleted', data };
  // The callback it was traded for waits for the phone to be free.
  const callback = leg.party === 'caller' ? leg.callbackId : null;
  const sessions = [leg.sessionId, ...(callback === null ? [] : [callbackSessionId(callback)])];
  return sessions.map((sessionId) => ({ sessionId, event }));
}

/** Whoever's leg it was, the conversation it took part in is over; a caller who leaves gives up the place too. */
async function letAgentGo(app: App, router: Pick<Router, 'send'>, leg: InteractionRecord): Promise<void> {
  const other = leg.bridgedWith === null ? null : await app.store.interactions.get(leg.bridgedWith);
  const stands = leg.party === 'agent' ? other : leg;
  if (!stands) return;
  const entryId = stands.party === 'caller' ? stands.id : stands.callbackId;
  if (entryId === null) return;
  const reason: ReleaseReason = leg.party === 'caller' ? 'gone' : 'ended';
  await router.send({ type: 'release', id: uuidOf('call-ended', leg.id), entryId, reason });
}
