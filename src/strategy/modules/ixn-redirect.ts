import { uuidOf } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, inBackground, interactionOf, objectOf, textOf, type Tools } from '../module.ts';
import { beginOnce } from './begin-once.ts';
import {
  adoptConnection,
  connectAgent,
  DOOR_LIMIT_MS,
  type Connected,
  type Connection,
} from './connect-agent.ts';
import { conversationOf } from './conversation.ts';
import { findHandedOver, handOver, type HandedOver } from './hand-over.ts';
import { askNumber } from '../../app/never-called.ts';
import { destinationOf, type Destination } from './ixn-destination.ts';

/** `ixn:redirect`: releases a call with a reason, connects it with an agent, or hands it to a number. */
export async function redirect(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const { interactionId, destination } = orderOf(action, session, tools);
  if (destination.kind === 'stop') return reject(action, interactionId, tools);
  if (destination.kind === 'hangup') {
    await tools.app.switch.kill(interactionId, 'NORMAL_CLEARING');
    return done(action, tools, { interactionid: interactionId });
  }
  if (destination.kind === 'refused') return fail(action, tools, destination);
  if (destination.kind === 'number') {
    const asked = await askNumber(tools.app, textOf(session.params, 'service'), destination.number);
    if (asked.kind !== 'free')
      return fail(action, tools, { error: 'invaliddestination', description: asked.why });
  }
  const begun = await beginOnce(action, tools);
  if (begun === 'again') return recoverRedirect(action, session, tools);
  if (begun === 'no') return;
  if (destination.kind === 'number') {
    inBackground(action, tools, async () => {
      const found = await conversationOf(tools, interactionId, ['ringing', 'treating']);
      const outcome = found.kind === 'failed' ? found : await handOver(tools, interactionId, destination);
      return tellHandedOver(action, tools, outcome);
    });
    return;
  }
  const connection = connectionOf(action, session, tools, destination);
  const connect = legRung(action) === '' ? connectAgent : adoptConnection;
  inBackground(action, tools, async () => tell(action, connection, await connect(connection)));
}

/** After a restart: never rings again; joins with the agent if both are there, else says it failed. */
export function recoverRedirect(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const { interactionId, destination } = orderOf(action, session, tools);
  // The rules for numbers may have changed since it was begun.
  if (destination.kind === 'number' || destination.kind === 'refused')
    inBackground(action, tools, async () =>
      tellHandedOver(action, tools, await findHandedOver(tools, interactionId)),
    );
  else if (destination.kind === 'agent') {
    const connection = connectionOf(action, session, tools, destination);
    inBackground(action, tools, async () => tell(action, connection, await adoptConnection(connection)));
  }
  return Promise.resolve();
}

/** The session is over (the caller left): the agent's phone stops ringing. */
export async function abandonRedirect(action: ActionRow, tools: Tools): Promise<void> {
  if (action.status === 'sending') await tools.app.switch.kill(legOf(action), 'ORIGINATOR_CANCEL');
}

async function reject(action: ActionRow, interactionId: string, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const known = await tools.app.store.interactions.get(interactionId);
  if (known && known.endedAt === null) {
    const waited = await tools.calls.wait(interactionId, DOOR_LIMIT_MS);
    const reason = reasonOf(attributes);
    if (waited.kind === 'here') await waited.call.reject({ cause: 'CALL_REJECTED', reason });
    else if (waited.kind === 'timeout') await tools.app.switch.kill(interactionId, 'CALL_REJECTED');
  }
  await done(action, tools, { interactionid: interactionId });
}

function tell(action: ActionRow, connection: Connection, outcome: Connected): Promise<void> {
  const { tools, interactionId, agent, legId } = connection;
  if (outcome.kind === 'unwanted') return Promise.resolve();
  if (outcome.kind === 'failed') return fail(action, tools, { error: 'remote', description: outcome.why });
  return done(action, tools, { interactionid: interactionId, agent: agent.agent, agentleg: legId });
}

function tellHandedOver(action: ActionRow, tools: Tools, outcome: HandedOver): Promise<void> {
  if (outcome.kind === 'failed') return fail(action, tools, outcome);
  return done(action, tools, { interactionid: textOf(attributesOf(action), 'interactionid') });
}

function done(action: ActionRow, tools: Tools, data: JsonObject): Promise<void> {
  return tools.result(action, 'interaction.redirect.done', data);
}

function fail(
  action: ActionRow,
  tools: Tools,
  { error, description }: { error: string; description: string },
): Promise<void> {
  const interactionid = textOf(attributesOf(action), 'interactionid');
  return tools.result(action, 'error.interaction.redirect', { interactionid, error, description });
}

function legOf(action: ActionRow): string {
  return uuidOf('leg', action.id);
}

/** The leg of an agent who has been rung before, and only has to be joined; empty when the agent is still to be rung. */
function legRung(action: ActionRow): string {
  return textOf(objectOf(attributesOf(action), 'to'), 'leg');
}

function orderOf(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
): { interactionId: string; destination: Destination } {
  const attributes = attributesOf(action);
  const destination = destinationOf(attributes, textOf(session.params, 'service'), tools.app);
  return { interactionId: interactionOf(attributes, session), destination };
}

function connectionOf(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  { agent, phone }: { agent: string; phone: string },
): Connection {
  const interactionId = interactionOf(attributesOf(action), session);
  return {
    tools,
    sessionId: session.id,
    interactionId,
    entryId: session.callbackId ?? interactionId,
    agent: { agent, phone },
    legId: legRung(action) || legOf(action),
    wanted: async () => (await tools.app.store.outbox.get(action.id))?.status === 'sending',
  };
}

/** `hints.reasons.ReasonSystemName` of a redirect. */
export function reasonOf(attributes: JsonObject): string {
  return textOf(objectOf(objectOf(attributes, 'hints'), 'reasons'), 'ReasonSystemName') || 'Rejected';
}
