import { controlled } from '../../callback/interaction.ts';
import type { CallControl, InteractionRecord } from '../../callback/record.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Tools } from '../module.ts';

/** What a call is in the middle of: `invalidstate.X` of ORS, and `conference`, for which it has no word. */
export type Standing = 'null' | 'ringing' | 'treating' | 'routed' | 'hold' | 'transferring' | 'conference';

/** What came of call control: what its event tells, or an error code of ORS and a sentence. */
export type Handled = { kind: 'done'; data?: JsonObject } | Failed;
export interface Failed {
  kind: 'failed';
  error: string;
  description: string;
}

/** A conversation as it stands. */
export type Found = { kind: 'found'; standing: Standing; record: InteractionRecord } | Failed;

const sentences: Record<Standing, string> = {
  null: 'there is no such call any more',
  ringing: 'the call is not answered',
  treating: 'the call talks with nobody',
  routed: 'the call talks with an agent',
  hold: 'the call is on hold',
  transferring: 'the call waits while its agent talks with a third',
  conference: 'the call is in a conference',
};

/** The conversation of a call, if it stands as wanted. */
export async function conversationOf(tools: Tools, id: string, wanted: Standing[]): Promise<Found> {
  const record = await tools.app.store.interactions.get(id);
  const standing = standingOf(record, tools);
  if (record && wanted.includes(standing)) return { kind: 'found', standing, record };
  return failed(`invalidstate.${standing === 'conference' ? 'routed' : standing}`, sentences[standing]);
}

function standingOf(record: InteractionRecord | null, { app }: Tools): Standing {
  if (record?.endedAt !== null) return 'null';
  if (record.control) return standings[record.control.state];
  if (record.bridgedWith !== null) return 'routed';
  return record.answeredAt !== null || app.switch.call(record.id)?.answered ? 'treating' : 'ringing';
}

const standings = { held: 'hold', consulting: 'transferring', conference: 'conference' } as const;

/** Notes what has become of a conversation, and with whom it is: null, as before. */
export async function setControl(
  { app }: Tools,
  id: string,
  control: CallControl | null,
  bridgedWith: string | null = null,
): Promise<void> {
  for (;;) {
    const record = await app.store.interactions.get(id);
    if (!record || record.endedAt !== null) return;
    const next = controlled(record, control);
    const noted = { ...next, bridgedWith: bridgedWith ?? next.bridgedWith };
    if ((await app.store.interactions.change(record.version, noted, [])) === 'changed') return;
  }
}

export function failed(error: string, description: string): Failed {
  return { kind: 'failed', error, description };
}

export function callEnded(): Failed {
  return failed('invalidstate.null', 'the call has ended');
}
