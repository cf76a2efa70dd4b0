import type { JsonObject } from '../../core/json.ts';
import { contentHash, uuidOf } from '../../core/ids.ts';
import type { SubmitMessage } from '../../routing/messages.ts';
import type { EntryRow } from '../../routing/state.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  childrenOf,
  flagOf,
  inBackground,
  interactionOf,
  numberOf,
  textOf,
  type Tools,
} from '../module.ts';
import { adoptConnection, connectAgent, type Connection } from './connect-agent.ts';
import { targetsOf } from './queue-targets.ts';
import { playTreatments } from './treatment-list.ts';

/** Who of several is taken: what the router can do of ORS' `ordertype` and `orderstat`. */
const TIME_READY = ['', 'StatTimeInReadyState'];

/** `queue:submit`: asks the router for an agent; with `route`, connects the two as well. Repeatable. */
export async function submit(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const order = await orderOf(action, session, tools);
  if (!order.ok) {
    const data = { error: 'invalidattribute', description: order.why };
    return tools.result(action, 'error.queue.submit', data);
  }
  const { message } = order;
  await tools.router.send(message);
  if (await letGoIfEnded(tools, message)) {
    const data = { error: 'invalidstate', interactionid: message.entryId, description: 'the call has ended' };
    return tools.result(action, 'error.queue.submit', data);
  }
  treatWhileWaiting(action, session, tools);
  if (!message.connects) return;
  const { entries } = await tools.app.store.routing.load();
  const entry = entries.find(({ id, actionId }) => id === message.entryId && actionId === action.id);
  if (entry) await goOn(action, tools, { message, entry });
}

/**
 * A caller whose call had ended before the router took the submit leaves the queue again: the router was told of the end
 * when there was nobody to let go of. Whether it was so.
 */
async function letGoIfEnded(tools: Tools, { id, entryId }: SubmitMessage): Promise<boolean> {
  const call = await tools.app.store.interactions.get(entryId);
  if (!call || call.endedAt === null) return false;
  await tools.router.send({ type: 'release', id: `${id}:gone`, entryId, reason: 'gone' });
  return true;
}

function treatWhileWaiting(action: ActionRow, session: SessionRow, tools: Tools): void {
  const list = childrenOf(action).find(({ name }) => name === 'runtreatments')?.children ?? [];
  // Already playing: the submit is carried on.
  if (list.length === 0 || tools.treatments.has(action.requestId ?? action.id)) return;
  const interactionId = interactionOf(attributesOf(action), session);
  playTreatments(action, tools, { list, interactionId, service: textOf(session.params, 'service') });
}

/** The queue a strategy names: `VQ_Sales@Switch` is `VQ_Sales`; that of its service when it names none. */
function queueOf(attributes: JsonObject, session: SessionRow, tools: Tools): string {
  const named = textOf(attributes, 'queue').replace(/@.*$/s, '');
  if (named !== '') return named;
  const service = textOf(session.params, 'service');
  return tools.app.config().services.find(({ name }) => name === service)?.queue ?? '';
}

type Order = { ok: true; message: SubmitMessage } | { ok: false; why: string };

async function orderOf(action: ActionRow, session: SessionRow, tools: Tools): Promise<Order> {
  const attributes = attributesOf(action);
  const pick = pickOf(attributes);
  if (!pick.ok) return pick;
  const targets = targetsOf(childrenOf(action), pick.draws ? drawOf(action) : null);
  if (!targets.ok) return targets;
  const entryId = interactionOf(attributes, session);
  if (entryId === '') return { ok: false, why: 'there is no interaction to queue' };
  const interaction = await tools.app.store.interactions.get(entryId);
  const useType = textOf(attributes, 'usetype');
  const near = useType === 'near' || useType === 'ahead';
  const timeoutS = numberOf(attributes, 'timeout', 0);
  const message: SubmitMessage = {
    type: 'submit',
    id: action.id,
    entryId,
    queue: queueOf(attributes, session, tools),
    sessionId: session.id,
    actionId: action.id,
    requestId: action.requestId ?? '',
    kind: session.callbackId ? 'callback' : 'live',
    priority: numberOf(attributes, 'priority', 0),
    placeAt: numberOf(attributes, 'place', interaction?.arrivedAt ?? action.createdAt),
    target: targets.target,
    mode: near ? 'notify' : 'waiting',
    reserveMs: numberOf(attributes, 'reservationtime', 30) * 1000,
    timeoutMs: timeoutS > 0 ? timeoutS * 1000 : null,
    waitsOn: !flagOf(attributes, 'clearontimeout', true),
    connects: interaction !== null && !near && flagOf(attributes, 'route', true),
    ...(pick.shortest ? { pick: 'shortest-idle' } : {}),
    ...(useType === 'ahead' ? { ahead: true } : {}),
    ...(flagOf(attributes, 'answered', false) ? { answered: true } : {}),
  };
  return { ok: true, message };
}

/** From 0 up to 1, by chance but for the same action always the same. */
function drawOf(action: ActionRow): number {
  return Number.parseInt(contentHash(action.id).slice(0, 8), 16) / 2 ** 32;
}

type Pick = { ok: true; shortest: boolean; draws: boolean } | { ok: false; why: string };

/** ORS: `ordertype` and `orderstat`. */
function pickOf(attributes: JsonObject): Pick {
  const type = textOf(attributes, 'ordertype').toLowerCase() || 'any';
  const stat = textOf(attributes, 'orderstat');
  if (type === 'any' || type === 'percentage')
    return { ok: true, shortest: false, draws: type === 'percentage' };
  if (!['max', 'min'].includes(type))
    return { ok: false, why: `ordertype "${type.slice(0, 50)}" is not possible` };
  if (TIME_READY.includes(stat)) return { ok: true, shortest: type === 'min', draws: false };
  return { ok: false, why: `agents are ordered by StatTimeInReadyState, not by "${stat.slice(0, 50)}"` };
}

interface Chosen {
  message: SubmitMessage;
  entry: EntryRow;
}

/** An agent was chosen for a submit that connects. Also after a restart, wherever that broke off. */
async function goOn(action: ActionRow, tools: Tools, { message, entry }: Chosen): Promise<void> {
  if (tools.underWay.has(connecting(action))) return;
  if (entry.mode === 'talking') return routed(action, tools, entry);
  const legs = await legsOf(action, tools);
  if (entry.mode === 'held' && legs.rung.length > 0) return again(action, tools, message);
  if (entry.mode !== 'reserved') return;
  const last = legs.rung.at(-1);
  // The reservation is older than the leg only when it was made for it: then the leg is taken up and not rung again.
  const mayLive = last !== undefined && !last.over && last.at >= entry.submittedAt;
  // One that this process rang, or took up before, is known to have failed.
  const adopts = mayLive && !tools.begun.has(last.id);
  const connection = connectionOf(action, tools, entry, adopts ? last.id : legs.next);
  tools.begun.add(connection.legId);
  const ended = tools.underWay.begin(connecting(action));
  inBackground(action, tools, async () => {
    const outcome = await (adopts ? adoptConnection : connectAgent)(connection).finally(ended);
    if (outcome.kind === 'connected') await routed(action, tools, entry);
    else if (outcome.kind === 'failed') await again(action, tools, message);
  });
}

/** ORS, URS: an agent who does not answer loses the caller to the next; the place stays, and the time-out. */
async function again(action: ActionRow, tools: Tools, message: SubmitMessage): Promise<void> {
  const { rung } = await legsOf(action, tools);
  const caller = await tools.app.store.interactions.get(message.entryId);
  if (caller?.endedAt !== null) return;
  const passed = tools.app.clock.now() - action.createdAt;
  const timeoutMs = message.timeoutMs === null ? null : Math.max(1, message.timeoutMs - passed);
  const another = { ...message, id: `${action.id}:again:${rung.length}`, timeoutMs };
  await tools.router.send(another);
  await letGoIfEnded(tools, another);
}

async function routed(action: ActionRow, tools: Tools, entry: EntryRow): Promise<void> {
  const agent = tools.app.config().agents.find(({ id }) => id === entry.agentId);
  const component = `${entry.agentId ?? ''}@ringback.A`;
  await tools.result(action, 'queue.submit.done', {
    interactionid: entry.id,
    targetselected: component,
    targetcomponentselected: component,
    targetobjectselected: entry.target,
    vqselected: entry.queue,
    routed: true,
    resource: {
      type: 'A',
      agent: agent?.id ?? '',
      phone: agent?.phone ?? '',
      name: agent?.name ?? '',
      vq: entry.queue,
    },
  });
}

function connectionOf(action: ActionRow, tools: Tools, entry: EntryRow, legId: string): Connection {
  const agent = tools.app.config().agents.find(({ id }) => id === entry.agentId);
  return {
    tools,
    sessionId: action.sessionId,
    interactionId: entry.id,
    entryId: entry.id,
    agent: { agent: entry.agentId ?? '', phone: agent?.phone ?? '' },
    legId,
    wanted: async () => (await tools.app.store.outbox.get(action.id))?.status === 'pending',
  };
}

/** The agents' legs of a submit, in the order in which they were rung: the store knows each. */
async function legsOf(
  action: ActionRow,
  { app }: Tools,
): Promise<{ rung: { id: string; at: number; over: boolean }[]; next: string }> {
  const rung: { id: string; at: number; over: boolean }[] = [];
  for (;;) {
    const id = uuidOf('leg', action.id, rung.length);
    const leg = await app.store.interactions.get(id);
    if (!leg) return { rung, next: id };
    rung.push({ id, at: leg.arrivedAt, over: leg.endedAt !== null });
  }
}

/** The session is over: the agent's phone stops ringing, and who is still there waits no more. */
export async function abandonSubmit(action: ActionRow, tools: Tools): Promise<void> {
  const { rung } = await legsOf(action, tools);
  const last = rung.at(-1);
  if (last && !last.over) await tools.app.switch.kill(last.id, 'ORIGINATOR_CANCEL');
  const { entries } = await tools.app.store.routing.load();
  const entry = entries.find(({ actionId }) => actionId === action.id);
  if (!entry || entry.mode === 'talking') return;
  const call = await tools.app.store.interactions.get(entry.id);
  // Of a caller who left the router is told as such.
  if (call && call.endedAt !== null) return;
  const { id: entryId, sessionId } = entry;
  const why = 'its session is over';
  await tools.router.send({ type: 'remove', id: `${action.id}:over`, entryId, why, sessionId });
}

function connecting(action: ActionRow): string {
  return `${action.id}:connects`;
}
