import type { InteractionRecord } from '../../callback/record.ts';
import type { ActionRow, Delivery, SessionRow } from '../../store/sessions.ts';
import { rootOf } from '../other-sessions.ts';
import { attributesOf, interactionOf, refuse, textOf, type Tools } from '../module.ts';

/** `ixn:accept`: the session takes the call as its own. Nothing is answered by it. */
export async function accept(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const record = await liveInteraction(action, session, tools);
  if (record) await tools.result(action, 'interaction.accept.done', { interactionid: record.id });
}

/** `ixn:associate`: a call goes over to another session, which hears of it as of a new one. */
export async function associate(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const target = rootOf(textOf(attributesOf(action), 'session'));
  const other = await tools.app.store.sessions.get(target);
  if (other?.status !== 'running')
    return refuse(action, tools, { error: 'invalidsession', description: `there is no session "${target}"` });
  if (await move(action, session, tools, target)) await done(action, session, tools);
}

/** `ixn:detach`: the session lets go of a call, so that another can take it. */
export async function detach(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  if (await move(action, session, tools, null)) await done(action, session, tools);
}

/** `ixn:attach`: takes a call that no running session has, or that is its own. */
export async function attach(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const record = await liveInteraction(action, session, tools);
  if (!record) return;
  const owner = record.sessionId === null ? null : await tools.app.store.sessions.get(record.sessionId);
  if (owner?.status === 'running' && owner.id !== session.id) {
    const description = 'another session has the call';
    return refuse(action, tools, { error: 'invalidstate.null', interactionid: record.id, description });
  }
  if (await move(action, session, tools, session.id)) await done(action, session, tools);
}

function done(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const name = `interaction.${action.kind.slice('ixn.'.length)}.done`;
  return tools.result(action, name, { interactionid: interactionOf(attributesOf(action), session) });
}

/** Says so when there is no such call any more. */
async function liveInteraction(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
): Promise<InteractionRecord | null> {
  const id = interactionOf(attributesOf(action), session);
  const record = await tools.app.store.interactions.get(id);
  if (record?.endedAt === null) return record;
  const description = 'there is no such call any more';
  await refuse(action, tools, { error: 'invalidstate.null', interactionid: id, description });
  return null;
}

/** Changes whose call it is, and tells both sessions in the same commit. Doing it again changes nothing. */
async function move(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  to: string | null,
): Promise<boolean> {
  const { interactions } = tools.app.store;
  for (;;) {
    const record = await liveInteraction(action, session, tools);
    if (!record) return false;
    if (record.sessionId === to) return true;
    const deliveries = noticesOf(action, record, to);
    const moved = { ...record, version: record.version + 1, sessionId: to };
    if ((await interactions.change(record.version, moved, deliveries)) === 'stale') continue;
    tools.app.sessions.wake(deliveries.map(({ sessionId }) => sessionId));
    return true;
  }
}

// ORS: interaction.added and interaction.present for the new session, interaction.notcontrolled for the old one.
function noticesOf(action: ActionRow, record: InteractionRecord, to: string | null): Delivery[] {
  const data = { interactionid: record.id };
  const notice = (sessionId: string, name: string): Delivery => ({
    sessionId,
    event: { id: `${action.id}:${name}`, name, data },
  });
  return [
    ...(to === null ? [] : [notice(to, 'interaction.added'), notice(to, 'interaction.present')]),
    ...(record.sessionId === null ? [] : [notice(record.sessionId, 'interaction.notcontrolled')]),
  ];
}
