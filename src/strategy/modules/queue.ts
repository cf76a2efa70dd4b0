import type { JsonObject } from '../../core/json.ts';
import type { ElementNode, ElementSpec } from '../../scxml/step.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { elementSpec, numberOf, textOf, type StrategyModule, type Tools } from '../module.ts';

/** ORS: `type` names a kind of target and is no expression. */
const targetsSpec: ElementSpec = {
  attributes: { type: 'literal', statserver: 'expr' },
  required: [],
  children: {
    target: {
      attributes: { name: 'expr', weight: 'expr', type: 'literal', statserver: 'expr', threshold: 'expr' },
      required: ['name'],
      children: {},
    },
    targetid: elementSpec(['expr'], ['expr']),
  },
};

/** ORS: the virtual queues. `place` and the `usetype` "near" are ours. */
export const queueModule: StrategyModule = {
  name: 'queue',
  namespaces: ['www.genesyslab.com/modules/queue'],
  functions: {},
  constants: { '_genesys.queue.rType': routeTypes() },
  elements: {
    submit: {
      spec: elementSpec(
        ['queue', 'priority', 'timeout', 'interactionid', 'route', 'usetype', 'reservationtime', 'place'],
        ['queue', 'interactionid'],
        { targets: targetsSpec },
      ),
      mode: 'repeatable',
      errorEvent: 'error.queue.submit',
      run: submit,
    },
    cancel: {
      spec: elementSpec(['interactionid']),
      mode: 'repeatable',
      errorEvent: 'error.queue.cancel',
      async run(action, _session, tools) {
        const { attributes } = parts(action);
        await tools.router.send({
          type: 'remove',
          id: action.id,
          entryId: textOf(attributes, 'interactionid'),
          why: 'taken out of the queue by the strategy',
        });
        await tools.result(action, 'queue.cancel.done', {});
      },
    },
  },
};

async function submit(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const { attributes, children } = parts(action);
  const entryId = textOf(attributes, 'interactionid');
  const timeoutS = numberOf(attributes, 'timeout', 0);
  const interaction = await tools.app.store.interactions.get(entryId);
  await tools.router.send({
    type: 'submit',
    id: action.id,
    entryId,
    queue: textOf(attributes, 'queue'),
    sessionId: session.id,
    actionId: action.id,
    requestId: action.requestId ?? '',
    kind: session.callbackId ? 'callback' : 'live',
    priority: numberOf(attributes, 'priority', 0),
    placeAt: numberOf(attributes, 'place', interaction?.arrivedAt ?? action.createdAt),
    target: targetOf(children),
    mode: textOf(attributes, 'usetype') === 'near' ? 'notify' : 'waiting',
    reserveMs: numberOf(attributes, 'reservationtime', 30) * 1000,
    timeoutMs: timeoutS > 0 ? timeoutS * 1000 : null,
  });
}

/** The targets of a submit as one skill expression: any of them will do. */
function targetOf(children: ElementNode[]): string {
  const expressions = children
    .filter((child) => child.name === 'targets')
    .flatMap((targets) => targets.children)
    .map((target) => textOf(target.attributes, target.name === 'targetid' ? 'expr' : 'name'))
    .filter((expression) => expression !== '');
  return expressions.length > 1
    ? expressions.map((expression) => `(${expression})`).join(' | ')
    : (expressions[0] ?? '');
}

function parts(action: ActionRow): { attributes: JsonObject; children: ElementNode[] } {
  const { attributes, children } = action.payload;
  return {
    attributes: (attributes ?? {}) as JsonObject,
    children: (children ?? []) as unknown as ElementNode[],
  };
}

/** ORS route types; each is its own name, so that a journal can be read. */
function routeTypes(): JsonObject {
  const names = [
    'RouteTypeUnknown',
    'RouteTypeDefault',
    'RouteTypeLabel',
    'RouteTypeOverwriteDNIS',
    'RouteTypeDDD',
    'RouteTypeIDDD',
    'RouteTypeDirect',
    'RouteTypeReject',
    'RouteTypeAnnouncement',
    'RouteTypePostFeature',
    'RouteTypeDirectAgent',
    'RouteTypePriority',
    'RouteTypeDirectPriority',
    'RouteTypeAgentID',
    'RouteTypeCallDisconnect',
  ];
  return Object.fromEntries(names.map((name) => [name, name]));
}
