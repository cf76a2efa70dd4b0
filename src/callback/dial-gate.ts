import { changed, openAttempt } from './life.ts';
import { integerOption } from './options.ts';
import type { Attempt, CallbackRecord } from './record.ts';

/** Why a callback may not be dialled now. */
type DialRefusal = 'final' | 'moved' | 'no-attempts-left' | 'expired' | 'attempt-open';

export type DialGateResult =
  { ok: true; record: CallbackRecord; attempt: Attempt } | { ok: false; refused: DialRefusal; why: string };

/**
 * Asked in the transaction that claims a dial: may the customer be rung now? If so the attempt is counted
 * in the record handed back, before anything is sent, so that an attempt whose outcome nobody learns is
 * used up all the same.
 *
 * @param attemptId becomes the channel's UUID.
 */
export function dialGate(record: CallbackRecord, attemptId: string, now: number): DialGateResult {
  const most = integerOption(record.options, '_max_dial_attempts');
  if (record.state === 'COMPLETED') return refuse('final', `the callback is COMPLETED (${record.reason})`);
  if (record.state === 'SCHEDULED') return refuse('moved', 'the callback was moved to another time');
  if (now >= record.expiresAt) return refuse('expired', 'its time to live (_ttl) is over');
  const open = openAttempt(record);
  if (open) return refuse('attempt-open', `attempt ${open.number} is still under way`);
  if (spentAttempts(record) >= most) return refuse('no-attempts-left', `all ${most} attempts are used up`);

  const number = record.attempts.length + 1;
  const attempt: Attempt = {
    id: attemptId,
    number,
    startedAt: now,
    endedAt: null,
    result: null,
    detail: null,
  };
  const counted = changed(
    record,
    {
      attempts: [...record.attempts, attempt],
      interactionId: attemptId,
      why: `attempt ${number} of ${most}: the customer is called`,
    },
    now,
  );
  return { ok: true, record: counted, attempt };
}

/** Attempts that count: those the customer put off do not, as often as that is allowed. */
export function spentAttempts({ attempts, options }: CallbackRecord): number {
  const putOff = attempts.filter(({ detail }) => detail === 'RESCHEDULED').length;
  return attempts.length - Math.min(putOff, integerOption(options, '_max_reschedules'));
}

function refuse(refused: DialRefusal, why: string): DialGateResult {
  return { ok: false, refused, why };
}
