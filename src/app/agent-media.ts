import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { App } from './ports.ts';
import type { Router } from './router.ts';

export interface SlotRequest {
  agentId: string;
  /** Named by whoever takes it, such as the id of the chat: taking it twice takes one. */
  slot: string;
  /** Null: it is given back. */
  medium: string | null;
}

const LONGEST = 100;

/** Another medium takes a slot of the agent, or gives it back. @throws AGENT_UNKNOWN, MEDIUM_REFUSED, BAD_REQUEST */
export async function takeSlot(
  app: App,
  router: Router,
  { agentId, slot, medium }: SlotRequest,
): Promise<void> {
  if (slot === '' || slot.length > LONGEST || slot === '__proto__')
    throw new RingbackError('BAD_REQUEST', { what: `slot is a name of 1 to ${LONGEST} characters` });
  await router.send({ type: 'media', id: secretId(app.random), agentId, slot, medium });
}
