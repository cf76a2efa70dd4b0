import { musicOf } from '../../app/held-calls.ts';
import { callerHeaders } from '../../app/leg-headers.ts';
import { newInteraction } from '../../callback/interaction.ts';
import type { InteractionRecord } from '../../callback/record.ts';
import type { DialRequest } from '../../switch/switch.ts';
import type { Tools } from '../module.ts';
import { DOOR_LIMIT_MS } from './connect-agent.ts';
import { callEnded, conversationOf, failed, setControl, type Failed, type Handled } from './conversation.ts';
import { handOver } from './hand-over.ts';
import { endUnmade } from './refused-dial.ts';
import { tones } from './treatments.ts';

/** How long a third rings, seconds. */
const RING_S = 45;

/** What a strategy does with a conversation. */
export interface Hand {
  tools: Tools;
  sessionId: string;
  /** The call of the caller or customer. */
  interactionId: string;
  /** Whom it rings, and the id of the leg to them: rung once. */
  to: DialRequest['to'];
  legId: string;
}

/** The caller hears music, and the agent waits. */
export async function hold({ tools, interactionId }: Hand): Promise<Handled> {
  const found = await conversationOf(tools, interactionId, ['routed']);
  if (found.kind === 'failed') return found;
  return (await takeApart(tools, found.record)) ?? { kind: 'done' };
}

/** Caller and agent talk again; a third whom the agent consulted is let go of. */
export async function retrieve({ tools, interactionId }: Hand): Promise<Handled> {
  const found = await conversationOf(tools, interactionId, ['hold', 'transferring']);
  if (found.kind === 'failed') return found;
  const [agent, third] = partiesOf(found.record);
  if (third !== undefined) await tools.app.switch.kill(third, 'NORMAL_CLEARING');
  return (await joinAgain(tools, interactionId, agent)) ?? { kind: 'done' };
}

/** The agent talks with a third while the caller is on hold. */
export async function consult(hand: Hand): Promise<Handled> {
  const { tools, interactionId, legId } = hand;
  const found = await conversationOf(tools, interactionId, ['routed', 'hold']);
  if (found.kind === 'failed') return found;
  const { record } = found;
  const apart = found.standing === 'routed' ? await takeApart(tools, record) : null;
  if (apart) return apart;
  const [agent] = partiesOf(record);
  await setControl(tools, interactionId, { state: 'consulting', parties: [agent, legId] });
  const tone = tools.app.switch.call(agent)?.play([{ kind: 'file', path: tones.ringback }]);
  const failure = (await ringThird(hand, record)) ?? (await meet(tools, interactionId, [agent, legId]));
  await tone?.stop();
  if (!failure) return { kind: 'done', data: { consultid: legId } };
  await tools.app.switch.kill(legId, 'ORIGINATOR_CANCEL');
  await setControl(tools, interactionId, { state: 'held', parties: [agent] });
  return failure;
}

/** The caller talks with the third, and the agent is free. */
export async function completeTransfer(hand: Hand): Promise<Handled> {
  const { tools, interactionId } = hand;
  const consulted = await consultedOf(hand);
  if ('kind' in consulted) return consulted;
  const { agent, third } = consulted;
  const failure = await join(tools, interactionId, third);
  if (failure) return failure;
  await setControl(tools, interactionId, null, third);
  await setControl(tools, third, null, interactionId);
  await tools.app.switch.kill(agent, 'NORMAL_CLEARING');
  return { kind: 'done', data: { consultid: third } };
}

/** Caller, agent and third talk. */
export async function completeConference(hand: Hand): Promise<Handled> {
  const { tools, interactionId } = hand;
  const consulted = await consultedOf(hand);
  if ('kind' in consulted) return consulted;
  const { agent, third } = consulted;
  const failure = await meet(tools, interactionId, [interactionId]);
  if (failure) return failure;
  await setControl(tools, interactionId, { state: 'conference', parties: [agent, third] });
  return { kind: 'done', data: { consultid: third } };
}

/** A third is rung while caller and agent talk, and joins the two. */
export async function conferAtOnce(hand: Hand): Promise<Handled> {
  const { tools, interactionId, legId } = hand;
  const found = await conversationOf(tools, interactionId, ['routed']);
  if (found.kind === 'failed') return found;
  const agent = found.record.bridgedWith ?? '';
  await setControl(tools, interactionId, { state: 'conference', parties: [agent, legId] });
  const failure = (await ringThird(hand, found.record)) ?? (await part(tools, interactionId, agent));
  if (failure) {
    await tools.app.switch.kill(legId, 'ORIGINATOR_CANCEL');
    await setControl(tools, interactionId, null);
    return failure;
  }
  const missing = await meet(tools, interactionId, [interactionId, agent, legId]);
  return missing ?? { kind: 'done', data: { consultid: legId } };
}

/** The third takes the caller over as soon as they answer; if they do not, caller and agent go on as before. */
export async function transferAtOnce({ tools, interactionId, to }: Hand): Promise<Handled> {
  const found = await conversationOf(tools, interactionId, ['treating', 'ringing', 'routed', 'hold']);
  if (found.kind === 'failed') return found;
  const { standing, record } = found;
  const apart = standing === 'routed' ? await takeApart(tools, record) : null;
  if (apart) return apart;
  const outcome = await handOver(tools, interactionId, to);
  if (standing !== 'routed' && standing !== 'hold')
    return outcome.kind === 'transferred' ? { kind: 'done' } : outcome;
  const [agent] = partiesOf(record);
  if (outcome.kind === 'transferred') {
    await setControl(tools, interactionId, null);
    await tools.app.switch.kill(agent, 'NORMAL_CLEARING');
    return { kind: 'done' };
  }
  if (standing === 'routed') await joinAgain(tools, interactionId, agent);
  else playMusic(tools, record);
  return outcome;
}

/** The agent comes first. */
function partiesOf({ control, bridgedWith }: InteractionRecord): [string, string?] {
  const [agent = bridgedWith ?? '', third] = control?.parties ?? [];
  return third === undefined ? [agent] : [agent, third];
}

/** Both wait at their doors. The state is noted first: whoever takes over finds a call that is on hold. */
async function takeApart(tools: Tools, record: InteractionRecord): Promise<Failed | null> {
  const [agent] = partiesOf(record);
  await setControl(tools, record.id, { state: 'held', parties: [agent] });
  const failure = await part(tools, record.id, agent);
  if (failure) await setControl(tools, record.id, null);
  else playMusic(tools, record);
  return failure;
}

async function part(tools: Tools, id: string, otherId: string): Promise<Failed | null> {
  const outcome = await tools.calls.part(id, otherId);
  if (outcome.kind === 'parted') return null;
  return outcome.kind === 'failed' ? failed('remote', outcome.detail) : callEnded();
}

function playMusic({ app }: Tools, { id, service }: InteractionRecord): void {
  app.switch.call(id)?.play([{ kind: 'music', name: musicOf(app, service) }]);
}

async function joinAgain(tools: Tools, id: string, agent: string): Promise<Failed | null> {
  const failure = await join(tools, id, agent);
  if (!failure) await setControl(tools, id, null);
  return failure;
}

async function join(tools: Tools, id: string, otherId: string): Promise<Failed | null> {
  const waited = await tools.calls.wait(id, DOOR_LIMIT_MS);
  if (waited.kind !== 'here') return callEnded();
  const outcome = await waited.call.bridge(otherId);
  if (outcome.kind === 'bridged') return null;
  return outcome.kind === 'failed' ? failed('remote', outcome.detail) : callEnded();
}

/** Those who are at their doors talk with each other, and with whoever is in the room. */
async function meet(tools: Tools, room: string, ids: string[]): Promise<Failed | null> {
  for (const id of ids) {
    const waited = await tools.calls.wait(id, DOOR_LIMIT_MS);
    if (waited.kind !== 'here') return id === room ? callEnded() : failed('remote', 'somebody has left');
    const outcome = await waited.call.confer(room);
    if (outcome.kind === 'failed') return failed('remote', outcome.detail);
    if (outcome.kind === 'call-ended')
      return id === room ? callEnded() : failed('remote', 'somebody has left');
  }
  return null;
}

async function consultedOf({
  tools,
  interactionId,
}: Hand): Promise<{ agent: string; third: string } | Failed> {
  const found = await conversationOf(tools, interactionId, ['transferring']);
  if (found.kind === 'failed') return found;
  const [agent, third] = partiesOf(found.record);
  if (third !== undefined && tools.app.switch.call(third)) return { agent, third };
  return failed('invalidstate.ringing', 'the third has not answered');
}

async function ringThird(
  { tools, sessionId, to, legId }: Hand,
  call: InteractionRecord,
): Promise<Failed | null> {
  const { app, calls } = tools;
  const party = call.direction === 'outbound' ? call.to : call.from;
  const leg = newInteraction(
    {
      id: legId,
      direction: 'outbound',
      party: 'agent',
      switchName: '',
      from: party,
      to: to.kind === 'number' ? to.number : to.phone,
      service: call.service,
      userData: call.userData,
      sessionId,
      callbackId: call.callbackId,
    },
    app.clock.now(),
  );
  await app.store.interactions.add({ ...leg, thirdOf: call.id });
  const pairs = Object.entries(call.userData).map(([key, value]) => [key, String(value)] as const);
  const ack = await app.switch.dial({
    id: legId,
    to,
    callerId: { number: party, name: '' },
    timeoutS: RING_S,
    beside: call.id,
    variables: Object.fromEntries(pairs),
    headers: callerHeaders(app, call),
  });
  if (ack.kind === 'refused') {
    await endUnmade(legId, tools);
    return failed('remote', ack.detail);
  }
  const waited = await calls.wait(legId, RING_S * 1000 + DOOR_LIMIT_MS);
  if (waited.kind === 'here') return null;
  return failed('remote', waited.kind === 'ended' ? waited.end.cause : 'no outcome came in time');
}
