import { callEnded } from '../../app/call-ended.ts';
import { giveCallBack } from '../../app/may-dial.ts';
import { attemptWithdrawn } from '../../callback/life.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import type { CallEnd } from '../../switch/switch.ts';
import type { Tools } from '../module.ts';

/** How a dial was refused that rang nobody: in so many ms it may be tried again; null: not like this. */
export interface Refused {
  legId: string;
  detail: string;
  retryMs: number | null;
}

/** The end of a leg that a switch told of as sent, and then refused itself: nobody was rung. */
export function refusedLate(end: CallEnd): boolean {
  return end.cause === 'SWITCH_REFUSED' && end.sipStatus === null;
}

/** Notes that nobody was rung. One that may be tried again does not count against the customer. */
export async function noteRefusal(
  { legId, retryMs }: Refused,
  session: SessionRow,
  tools: Tools,
): Promise<void> {
  if (session.callbackId !== null) await giveCallBack(tools.app, legId);
  if (retryMs !== null && session.callbackId !== null) await withdraw(session.callbackId, legId, tools);
  await endUnmade(legId, tools);
}

/** A leg that a switch refused is over, and its record says so: no event will ever tell. */
export function endUnmade(legId: string, { app, router }: Pick<Tools, 'app' | 'router'>): Promise<void> {
  const unmade = { cause: 'SWITCH_REFUSED', sipStatus: null, answered: false, hungUpBy: 'unknown' } as const;
  return callEnded(app, router, { id: legId, at: app.clock.now(), ...unmade });
}

/** ORS has no word for it: the strategy is told in how many seconds to go on. */
export function tellRefusal(
  action: ActionRow,
  tools: Tools,
  { legId, detail, retryMs }: Refused,
): Promise<void> {
  return tools.result(action, 'error.voice.createcall', {
    error: retryMs === null ? 'invalidserver' : 'closed',
    interactionid: legId,
    dialresult: 'CREATE_CALL_ERROR',
    description: retryMs === null ? detail : `the switch refused the call: ${detail}`,
    seconds: Math.ceil((retryMs ?? 0) / 1000),
  });
}

async function withdraw(callbackId: string, legId: string, { app }: Tools): Promise<void> {
  for (;;) {
    const record = await app.store.callbacks.get(callbackId);
    if (!record) return;
    const without = attemptWithdrawn(record, legId, app.clock.now());
    if (without === record) return;
    const change = {
      expectedVersion: record.version,
      record: without,
      deliveries: [],
      session: null,
      slot: 'keep' as const,
      facts: [],
    };
    if ((await app.store.callbacks.change(change)) === 'changed') return;
  }
}
