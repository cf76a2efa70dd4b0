import { bridged, newInteraction } from '../../callback/interaction.ts';
import { uuidOf } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, inBackground, objectOf, textOf, type Tools } from '../module.ts';

/** How long an agent's phone rings before the call is taken away (RONA), seconds. */
const AGENT_RING_S = 15;
const DOOR_LIMIT_MS = 30_000;
/** After a restart a leg whose door does not open again within this is talking already, ms. */
const ADOPTION_LIMIT_MS = 5_000;

interface Connection {
  action: ActionRow;
  tools: Tools;
  /** The customer's or caller's leg, and the queue entry it stands for. */
  interactionId: string;
  entryId: string;
  agent: { agent: string; phone: string };
  legId: string;
}

/** `ixn:redirect`: releases a call with a reason, or connects it with the agent the queue gave. */
export async function redirect(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const interactionId = textOf(attributes, 'interactionid');
  if (textOf(attributes, 'type') === 'RouteTypeReject') return reject(action, interactionId, tools);
  const agent = objectOf(attributes, 'to');
  if (!textOf(agent, 'phone')) {
    const description = 'only an agent from queue:submit, and RouteTypeReject, are destinations';
    return tools.result(action, 'error.interaction.redirect', { error: 'invaliddestination', description });
  }
  const claim = { actionId: action.id, node: tools.node, at: tools.app.clock.now(), callback: null };
  if ((await tools.app.store.outbox.claim(claim)) !== 'claimed') return;
  // The store lost that it was claimed before.
  if (tools.begun.has(action.id)) return recoverRedirect(action, session, tools);
  tools.begun.add(action.id);
  inBackground(action, tools, () => connect(connectionOf(action, session, tools)));
}

/** After a restart: never rings the agent again; joins the two if they are both there, else says it failed. */
export function recoverRedirect(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const connection = connectionOf(action, session, tools);
  inBackground(action, tools, async () => {
    const found = await tools.calls.lookup(connection.legId);
    if (found === 'gone') return giveUp(connection, 'failed', 'the agent leg is gone');
    const waited = await tools.calls.wait(connection.legId, ADOPTION_LIMIT_MS);
    if (waited.kind === 'here') return join(connection);
    if (waited.kind === 'ended') return giveUp(connection, 'rona', waited.end.cause);
    const leg = await tools.app.store.interactions.get(connection.legId);
    return leg?.bridgedWith ? connected(connection) : ring(connection);
  });
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
  await tools.result(action, 'interaction.redirect.done', { interactionid: interactionId });
}

async function connect(connection: Connection): Promise<void> {
  const { action, tools, legId, agent, interactionId } = connection;
  const { app } = tools;
  const caller = await app.store.interactions.get(interactionId);
  const party = caller?.direction === 'outbound' ? caller.to : (caller?.from ?? '');
  const leg = newInteraction(
    {
      id: legId,
      direction: 'outbound',
      party: 'agent',
      switchName: '',
      from: party,
      to: agent.phone,
      service: caller?.service ?? null,
      userData: {},
      sessionId: action.sessionId,
      callbackId: caller?.callbackId ?? null,
    },
    app.clock.now(),
  );
  await app.store.interactions.add(leg);
  const ack = await app.switch.dial({
    id: legId,
    to: { kind: 'phone', phone: agent.phone },
    callerId: { number: party, name: '' },
    timeoutS: AGENT_RING_S,
    beside: interactionId,
    variables: { ringback_agent: agent.agent },
  });
  if (ack.kind === 'refused') {
    // The agent is free again then, and gets the same call: without a pause that goes round and round.
    await tools.calls.afterRefusal();
    // Its time ran out meanwhile: the reservation there may be now is another's.
    if ((await app.store.outbox.get(action.id))?.status !== 'sending') return;
    return giveUp(connection, 'failed', ack.detail);
  }
  return ring(connection);
}

async function ring(connection: Connection): Promise<void> {
  const { tools, legId } = connection;
  const waited = await tools.calls.wait(legId, AGENT_RING_S * 1000 + DOOR_LIMIT_MS);
  if (waited.kind === 'here') return join(connection);
  if (waited.kind === 'timeout') await tools.app.switch.kill(legId, 'ORIGINATOR_CANCEL');
  return giveUp(connection, 'rona', waited.kind === 'ended' ? waited.end.cause : 'no outcome in time');
}

async function join(connection: Connection): Promise<void> {
  const { tools, legId, interactionId } = connection;
  const waited = await tools.calls.wait(interactionId, DOOR_LIMIT_MS);
  if (waited.kind !== 'here') {
    await tools.app.switch.kill(legId, 'NORMAL_CLEARING');
    return giveUp(connection, 'failed', 'the call has ended');
  }
  // Noted before the switch is told, so that a restart in between finds two talking legs and not two strangers.
  await noteBridge(tools, legId, interactionId);
  await noteBridge(tools, interactionId, legId);
  const outcome = await waited.call.bridge(legId);
  if (outcome.kind === 'bridged') return connected(connection);
  await tools.app.switch.kill(legId, 'NORMAL_CLEARING');
  return giveUp(connection, 'failed', outcome.kind === 'failed' ? outcome.detail : 'the call has ended');
}

async function connected(connection: Connection): Promise<void> {
  const { action, tools, entryId, interactionId, legId, agent } = connection;
  await tools.router.send({ type: 'connected', id: `${action.id}:connected`, entryId });
  await tools.result(action, 'interaction.redirect.done', {
    interactionid: interactionId,
    agent: agent.agent,
    agentleg: legId,
  });
}

async function giveUp(connection: Connection, reason: 'rona' | 'failed', description: string): Promise<void> {
  const { action, tools, entryId, interactionId } = connection;
  await tools.router.send({ type: 'release', id: `${action.id}:release`, entryId, reason });
  await tools.result(action, 'error.interaction.redirect', {
    interactionid: interactionId,
    error: 'remote',
    description,
  });
}

async function noteBridge(tools: Tools, id: string, otherId: string): Promise<void> {
  const { interactions } = tools.app.store;
  for (;;) {
    const record = await interactions.get(id);
    if (!record || record.endedAt !== null || record.bridgedWith === otherId) return;
    if ((await interactions.change(record.version, bridged(record, otherId), [])) === 'changed') return;
  }
}

function legOf(action: ActionRow): string {
  return uuidOf('leg', action.id);
}

function connectionOf(action: ActionRow, session: SessionRow, tools: Tools): Connection {
  const attributes = attributesOf(action);
  const to = objectOf(attributes, 'to');
  const interactionId = textOf(attributes, 'interactionid');
  return {
    action,
    tools,
    interactionId,
    entryId: session.callbackId ?? interactionId,
    agent: { agent: textOf(to, 'agent'), phone: textOf(to, 'phone') },
    legId: legOf(action),
  };
}

/** `hints.reasons.ReasonSystemName` of a redirect. */
export function reasonOf(attributes: JsonObject): string {
  return textOf(objectOf(objectOf(attributes, 'hints'), 'reasons'), 'ReasonSystemName') || 'Rejected';
}
