import { uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { RoutingOutput } from '../routing/messages.ts';
import type { Delivery, SessionEvent } from '../store/sessions.ts';

/** Stands for the switch in `targetselected`: agents belong to the site, not to a switch. */
const SWITCH = 'ringback';

/** An event for the open action that it names, not for its session's document: the action is carried on. */
const ACTION_GOES_ON = 'action.goes-on';

/** The action that an event of the router is for; null for any other. What others send has an `about`. */
export function actionThatGoesOn(event: SessionEvent | null): string | null {
  if (event?.name !== ACTION_GOES_ON || event.about !== undefined) return null;
  const { action = null } = event.data as { action?: string };
  return action;
}

/**
 * The router's answers as results of the `queue:submit` actions that asked. An action has one result, but for a time-out
 * after which it waits on; one that connects the two itself is told of the agent, and its session when they talk.
 * `messageId`: what the router was told, once: an agent may be chosen twice for an action in the same instant.
 */
export function routingDeliveries(outputs: RoutingOutput[], messageId: string): Delivery[] {
  return outputs.map((output) => {
    if (output.kind === 'previewed') {
      const { sessionId, actionId, requestId, entryId, answer, minutes } = output;
      const data = { requestid: requestId, interactionid: entryId, answer, minutes };
      return { sessionId, event: { id: uuidOf('result', actionId), name: 'queue.preview.done', data } };
    }
    const { sessionId, actionId, requestId } = output.entry;
    if (output.kind === 'reserved' && output.entry.connects) {
      const { id: agent } = output.agent;
      const id = uuidOf('goes-on', actionId, messageId);
      return { sessionId, event: { id, name: ACTION_GOES_ON, data: { action: actionId, agent } } };
    }
    const { name, data } = resultOf(output);
    const waitsOn = output.kind === 'failed' && output.entry.waitsOn === true && output.error === 'timeout';
    const id = uuidOf(waitsOn ? 'time-out' : 'result', actionId);
    return { sessionId, event: { id, name, data: { requestid: requestId, ...data } } };
  });
}

// ORS: queue:submit. `near` is ours.
function resultOf(output: Exclude<RoutingOutput, { kind: 'previewed' }>): { name: string; data: JsonObject } {
  const interactionid = output.entry.id;
  switch (output.kind) {
    case 'reserved': {
      const { queue } = output.entry;
      const { id, phone, name } = output.agent;
      const component = `${id}@${SWITCH}.A`;
      const data = {
        interactionid,
        targetselected: component,
        targetcomponentselected: component,
        targetobjectselected: output.entry.target,
        vqselected: queue,
        resource: { type: 'A', agent: id, phone, name, vq: queue },
      };
      return { name: 'queue.submit.done', data };
    }
    case 'near':
      return {
        name: 'queue.submit.done',
        data: { interactionid, near: true, vqselected: output.entry.queue },
      };
    case 'failed':
      return {
        name: 'error.queue.submit',
        data: { interactionid, error: output.error, description: output.why },
      };
  }
}
