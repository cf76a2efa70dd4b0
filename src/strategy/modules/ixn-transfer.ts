import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, inBackground, interactionOf, refuse, textOf, type Tools } from '../module.ts';
import { findHandedOver, handOver, type HandedOver } from './hand-over.ts';
import { farEndOf } from './ixn-destination.ts';

/** `ixn:singlesteptransfer`: the caller is rung through to a number or an agent's phone, and is no longer ours. */
export async function transfer(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const interactionid = interactionOf(attributesOf(action), session);
  const service = textOf(session.params, 'service');
  const to = farEndOf(attributesOf(action)['to'] ?? null, service, tools.app);
  if (typeof to === 'string')
    return refuse(action, tools, { interactionid, error: 'invaliddestination', description: to });
  const claim = { actionId: action.id, node: tools.node, at: tools.app.clock.now(), callback: null };
  if ((await tools.app.store.outbox.claim(claim)) !== 'claimed') return;
  if (tools.begun.has(action.id)) return recoverTransfer(action, session, tools);
  tools.begun.add(action.id);
  inBackground(action, tools, async () =>
    tell(action, tools, { interactionid, outcome: await handOver(tools, interactionid, to) }),
  );
}

export function recoverTransfer(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const interactionid = interactionOf(attributesOf(action), session);
  inBackground(action, tools, async () =>
    tell(action, tools, { interactionid, outcome: await findHandedOver(tools, interactionid) }),
  );
  return Promise.resolve();
}

function tell(
  action: ActionRow,
  tools: Tools,
  { interactionid, outcome }: { interactionid: string; outcome: HandedOver },
): Promise<void> {
  if (outcome.kind === 'transferred')
    return tools.result(action, 'voice.singlesteptransfer.done', { interactionid });
  const { error, description } = outcome;
  return refuse(action, tools, { interactionid, error, description });
}
