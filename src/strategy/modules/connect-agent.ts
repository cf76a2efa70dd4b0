import { callEnded } from '../../app/call-ended.ts';
import { agentHeaders } from '../../app/leg-headers.ts';
import { bridged, newInteraction } from '../../callback/interaction.ts';
import { isRingbackError } from '../../core/errors.ts';
import type { Tools } from '../module.ts';
import { endUnmade } from './refused-dial.ts';

/** How long an agent's phone rings before the call is taken away (RONA), seconds. */
const AGENT_RING_S = 15;
export const DOOR_LIMIT_MS = 30_000;
/** After a restart a leg whose door does not open again within this is talking already, ms. */
export const ADOPTION_LIMIT_MS = 5_000;

/** A caller or customer who is to talk with an agent. */
export interface Connection {
  tools: Tools;
  sessionId: string;
  /** The customer's or caller's leg, and the queue entry it stands for. */
  interactionId: string;
  entryId: string;
  agent: { agent: string; phone: string };
  /** Id of the agent's leg: it is rung once. */
  legId: string;
  /** False when nobody wants it any more. */
  wanted(): Promise<boolean>;
}

/** `rona`: the agent did not answer. The router has been told. `unwanted`: nothing was done. */
export type Connected =
  { kind: 'connected' } | { kind: 'failed'; reason: 'rona' | 'failed'; why: string } | { kind: 'unwanted' };

/** Rings the agent and joins the two. */
export async function connectAgent(connection: Connection): Promise<Connected> {
  const { tools, sessionId, legId, agent, interactionId, entryId } = connection;
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
      sessionId,
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
    headers: await agentHeaders(app, entryId),
  });
  if (ack.kind === 'refused') {
    await endUnmade(legId, tools);
    // The agent is free again then, and gets the same call: without a pause that goes round and round.
    await tools.calls.afterRefusal();
    // Its time ran out meanwhile: the reservation there may be now is another's.
    if (!(await connection.wanted())) return { kind: 'unwanted' };
    return giveUp(connection, 'failed', ack.detail);
  }
  return ring(connection);
}

/** After a restart: never rings the agent again; joins the two if they are both there, else says it failed. */
export async function adoptConnection(connection: Connection): Promise<Connected> {
  const { tools, legId } = connection;
  const found = await tools.calls.lookup(legId);
  if (found === 'gone') return giveUp(connection, 'failed', 'the agent leg is gone');
  const waited = await tools.calls.wait(legId, ADOPTION_LIMIT_MS);
  if (waited.kind === 'here') return join(connection);
  if (waited.kind === 'ended') return giveUp(connection, 'rona', waited.end.cause);
  const leg = await tools.app.store.interactions.get(legId);
  return leg?.bridgedWith ? connected(connection) : ring(connection);
}

async function ring(connection: Connection): Promise<Connected> {
  const { tools, legId } = connection;
  const waited = await tools.calls.wait(legId, AGENT_RING_S * 1000 + DOOR_LIMIT_MS);
  if (waited.kind === 'here') return join(connection);
  if (waited.kind === 'timeout') await tools.app.switch.kill(legId, 'ORIGINATOR_CANCEL');
  return giveUp(connection, 'rona', waited.kind === 'ended' ? waited.end.cause : 'no outcome in time');
}

async function join(connection: Connection): Promise<Connected> {
  const { tools, legId, interactionId, agent } = connection;
  const waited = await tools.calls.wait(interactionId, DOOR_LIMIT_MS);
  if (waited.kind !== 'here') {
    await tools.app.switch.kill(legId, 'NORMAL_CLEARING');
    if (waited.kind === 'timeout') await endUnreachable(connection);
    return giveUp(connection, 'failed', 'the call has ended');
  }
  if (!(await isStillOurs(connection))) {
    await tools.app.switch.kill(legId, 'NORMAL_CLEARING');
    const why = `answered too late: agent ${agent.agent} is another caller's by now`;
    return giveUp(connection, 'failed', why);
  }
  // Noted before the switch is told, so that a restart in between finds two talking legs and not two strangers.
  await noteBridge(tools, legId, interactionId);
  await noteBridge(tools, interactionId, legId);
  // Nobody has answered a caller who heard nothing yet: the agent's answer is the call's.
  await waited.call.answer();
  const outcome = await waited.call.bridge(legId);
  if (outcome.kind === 'bridged') return connected(connection);
  await tools.app.switch.kill(legId, 'NORMAL_CLEARING');
  return giveUp(connection, 'failed', outcome.kind === 'failed' ? outcome.detail : 'the call has ended');
}

/**
 * The router keeps the agent for this call from now on; false when it has given the agent to somebody else, since the
 * reservation had run out before the phone was answered.
 */
async function isStillOurs({ tools, entryId, legId }: Connection): Promise<boolean> {
  try {
    await tools.router.send({ type: 'joining', id: `${legId}:joining`, entryId });
    return true;
  } catch (error) {
    if (isRingbackError(error, 'AGENT_BUSY')) return false;
    throw error;
  }
}

/**
 * A customer who was called and whose door does not open again cannot be spoken to: that call is over, lest agent after
 * agent is rung for it. A caller who rang in goes on by the dialplan, to the live queue perhaps, and is left there.
 */
async function endUnreachable({ tools, interactionId }: Connection): Promise<void> {
  const { app, router, calls } = tools;
  const found = await calls.lookup(interactionId);
  const leg = await app.store.interactions.get(interactionId);
  if (!leg || leg.endedAt !== null) return;
  if (found === 'gone') {
    const lost = { cause: 'UNKNOWN', sipStatus: null, answered: true, hungUpBy: 'unknown' } as const;
    await callEnded(app, router, { id: interactionId, at: app.clock.now(), ...lost });
  } else if (leg.direction === 'outbound') await app.switch.kill(interactionId, 'NORMAL_TEMPORARY_FAILURE');
}

async function connected({ tools, entryId, legId }: Connection): Promise<Connected> {
  await tools.router.send({ type: 'connected', id: `${legId}:connected`, entryId });
  return { kind: 'connected' };
}

async function giveUp(
  { tools, entryId, legId }: Connection,
  reason: 'rona' | 'failed',
  why: string,
): Promise<Connected> {
  await tools.router.send({ type: 'release', id: `${legId}:release`, entryId, reason });
  return { kind: 'failed', reason, why };
}

async function noteBridge(tools: Tools, id: string, otherId: string): Promise<void> {
  const { interactions } = tools.app.store;
  for (;;) {
    const record = await interactions.get(id);
    if (!record || record.endedAt !== null || record.bridgedWith === otherId) return;
    if ((await interactions.change(record.version, bridged(record, otherId), [])) === 'changed') return;
  }
}
