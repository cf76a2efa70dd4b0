import type { TransferOrder } from '../../switch/switch.ts';
import type { Tools } from '../module.ts';
import { ADOPTION_LIMIT_MS, DOOR_LIMIT_MS } from './connect-agent.ts';
import { callEnded, failed, type Failed } from './conversation.ts';

/** How long the far end rings before the caller is taken back, seconds. */
const RING_S = 45;

/** The caller goes on without us, or why not: an error code of ORS and a sentence. */
export type HandedOver = { kind: 'transferred' } | Failed;

/** Rings the far end, and lets go of the caller once it has answered. */
export async function handOver(
  tools: Tools,
  interactionId: string,
  to: TransferOrder['to'],
): Promise<HandedOver> {
  const known = await tools.app.store.interactions.get(interactionId);
  const waited = known?.endedAt === null ? await tools.calls.wait(interactionId, DOOR_LIMIT_MS) : null;
  if (!known || waited?.kind !== 'here') return callEnded();
  const pairs = Object.entries(known.userData).map(([key, value]) => [key, String(value)] as const);
  const outcome = await waited.call.transfer({
    kind: 'consultation',
    to,
    timeoutS: RING_S,
    maxTimeMs: null,
    audio: null,
    variables: Object.fromEntries(pairs),
  }).done;
  if (outcome.kind === 'transferred') return outcome;
  return outcome.kind === 'failed' ? failed('remote', outcome.cause) : callEnded();
}

/** After a restart: one who does not come back to our door talks with the far end. */
export async function findHandedOver(tools: Tools, interactionId: string): Promise<HandedOver> {
  if ((await tools.calls.lookup(interactionId)) === 'gone') return callEnded();
  const waited = await tools.calls.wait(interactionId, ADOPTION_LIMIT_MS);
  if (waited.kind === 'timeout') return { kind: 'transferred' };
  if (waited.kind === 'ended') return callEnded();
  return failed('remote', 'the far end did not answer');
}
