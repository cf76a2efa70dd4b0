import { uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { RoutingOutput } from '../routing/messages.ts';
import type { Delivery } from '../store/sessions.ts';

/** Stands for the switch in `targetselected`: agents belong to the site, not to a switch. */
const SWITCH = 'ringback';

/** The router's answers as results of the `queue:submit` actions that asked. An action has one result. */
export function routingDeliveries(outputs: RoutingOutput[]): Delivery[] {
  return outputs.map((output) => {
    const { sessionId, actionId, requestId } = output.entry;
    const { name, data } = resultOf(output);
    const event = { id: uuidOf('result', actionId), name, data: { requestid: requestId, ...data } };
    return { sessionId, event };
  });
}

// ORS: queue:submit. `near` is ours.
function resultOf(output: RoutingOutput): { name: string; data: JsonObject } {
  const interactionid = output.entry.id;
  switch (output.kind) {
    case 'reserved': {
      const { id, phone, name } = output.agent;
      const data = {
        interactionid,
        targetselected: `${id}@${SWITCH}.A`,
        vqselected: output.entry.queue,
        resource: { agent: id, phone, name },
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
