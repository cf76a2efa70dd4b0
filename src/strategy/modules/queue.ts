import type { Json } from '../../core/json.ts';
import type { EntryRow } from '../../routing/state.ts';
import { estimateWait } from '../../routing/estimate.ts';
import type { ElementSpec } from '../../scxml/step.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  flagOf,
  interactionOf,
  numberOf,
  refuse,
  textOf,
  type StrategyModule,
  type Tools,
} from '../module.ts';
import { routeTypes } from './ixn-destination.ts';
import { runTreatmentsSpec } from './treatment-specs.ts';
import { previewElement } from './queue-preview.ts';
import { abandonSubmit, submit } from './queue-submit.ts';

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
    activity: elementSpec(['name', 'type']),
    workbin: elementSpec(['name', 'type']),
  },
};

const submitAttributes = [
  'queue',
  'priority',
  'timeout',
  'clearontimeout',
  'ordertype',
  'orderstat',
  'interactionid',
  'route',
  'usetype',
  'reservationtime',
  'place',
  'answered',
  'resource',
  'hints',
];

const notQueued = { error: 'invalidstate', description: 'it is not in a queue' };

/** ORS: the virtual queues. `place` and the `usetype` "near" are ours. */
export const queueModule: StrategyModule = {
  name: 'queue',
  namespaces: ['www.genesyslab.com/modules/queue'],
  does: 'The virtual queues, where callers on the line and callbacks wait for agents in one order.',
  functions: {},
  constants: {
    '_genesys.queue.rType': Object.fromEntries(Object.keys(routeTypes).map((name) => [name, name])),
  },
  elements: {
    submit: {
      spec: {
        ...elementSpec(submitAttributes, [], { targets: targetsSpec, runtreatments: runTreatmentsSpec }),
        ours: ['place', 'answered'],
      },
      about: {
        does: 'Waits in the virtual queue `queue` (`@switch` behind its name changes nothing; left out, that of the service) for an agent who meets one of the targets. `priority` first, then arrival. `route` (true unless said): the two are connected, and an agent who does not answer loses the caller to the next; false: the agent is reserved for `reservationtime` seconds (30). `timeout` in seconds; with `clearontimeout` false it is told and waiting goes on. `ordertype` `any`, `max` or `min` with `orderstat` StatTimeInReadyState: the longest or the shortest idle agent; `percentage`: one of the targets is drawn, each as often as its `weight` (1) says, and only that one is waited for *(inferred)*. The treatments of `runtreatments` are played in turn while the caller waits. Ours are `place` (epoch ms), the `usetype` `near` (to be told when an agent is free, without a reservation) and `ahead` (also before one is free, when one will be by the time that a customer has been called), and `answered` (the customer of the callback is on the line).',
        events: [
          'queue.submit.done {interactionid, targetselected, targetcomponentselected, targetobjectselected, vqselected, resource}',
        ],
        errors: ['timeout', 'invalidattribute', 'invalidstate'],
      },
      mode: 'repeatable',
      errorEvent: 'error.queue.submit',
      run: submit,
      abandon: abandonSubmit,
    },
    preview: previewElement,
    update: {
      spec: { ...aboutSubmit(['priority', 'timeout', 'answered']), ours: ['answered'] },
      about: {
        does: 'Another `priority`, or another `timeout` from now on (0: none), for what the submit `requestid` has queued, or for `interactionid`. Its place stays. `answered`, ours: the customer of the callback is on the line.',
        events: ['queue.update.done {interactionid}'],
        errors: ['invalidstate'],
      },
      mode: 'repeatable',
      errorEvent: 'error.queue.update',
      run: updateEntry,
    },
    cancel: {
      spec: aboutSubmit(['queue']),
      about: {
        does: 'Takes what the submit `requestid` has queued, or `interactionid`, out of its queue; a reserved agent is let go. Nothing waits: nothing happens. `queue` changes nothing: it waits in one.',
        events: ['queue.cancel.done {interactionid}'],
        errors: [],
      },
      mode: 'repeatable',
      errorEvent: 'error.queue.cancel',
      async run(action, session, tools) {
        const entryId = await queuedBy(action, session, tools);
        const why = 'taken out of the queue by the strategy';
        await tools.router.send({ type: 'remove', id: action.id, entryId, why, sessionId: session.id });
        await tools.result(action, 'queue.cancel.done', { interactionid: entryId });
      },
    },
    hold: {
      spec: { ...elementSpec(['interactionid']), ours: true },
      about: {
        does: 'Ours. An interaction keeps its place in the queue without asking for anybody; a reserved agent is let go. The next submit goes on from there. Nothing waits: nothing happens.',
        events: ['queue.hold.done {interactionid}'],
        errors: [],
      },
      mode: 'repeatable',
      errorEvent: 'error.queue.hold',
      async run(action, session, tools) {
        const entryId = interactionOf(attributesOf(action), session);
        await tools.router.send({ type: 'hold', id: action.id, entryId });
        await tools.result(action, 'queue.hold.done', { interactionid: entryId });
      },
    },
    query: {
      spec: aboutSubmit([]),
      about: {
        does: 'Where what the submit `requestid` has queued, or `interactionid`, stands: its position (1 is next), the seconds it still has to wait (-1: not known), whether it waits, has an agent reserved or talks.',
        events: [
          'queue.query.done {interactionid, queue, state, priority, position, ewt, waited, target, agent}',
        ],
        errors: ['invalidstate'],
      },
      mode: 'repeatable',
      errorEvent: 'error.queue.query',
      run: queryEntry,
    },
  },
};

async function updateEntry(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const entry = await entryOf(action, session, tools);
  if (!entry) return refuse(action, tools, notQueued);
  const timeoutS = numberOf(attributes, 'timeout', -1);
  await tools.router.send({
    type: 'update',
    id: action.id,
    entryId: entry.id,
    priority: numberOf(attributes, 'priority', entry.priority),
    ...(timeoutS >= 0 ? { timeoutMs: timeoutS > 0 ? timeoutS * 1000 : null } : {}),
    ...(flagOf(attributes, 'answered', false) ? { answered: true } : {}),
  });
  await tools.result(action, 'queue.update.done', { interactionid: entry.id });
}

async function queryEntry(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const { app } = tools;
  const entry = await entryOf(action, session, tools);
  if (!entry) return refuse(action, tools, notQueued);
  const { agents, queues } = app.config();
  const at = app.clock.now();
  const asked = { queue: entry.queue, method: 'queue-length' as const, place: { ...entry, at } };
  const { position, seconds } = estimateWait(await app.store.routing.load(), { agents, queues }, asked);
  const waits = entry.mode === 'waiting' || entry.mode === 'notify' || entry.mode === 'notified';
  const told: Record<string, Json> = {
    interactionid: entry.id,
    queue: entry.queue,
    state: entry.mode,
    priority: entry.priority,
    position: waits ? position : 0,
    ewt: waits ? seconds : 0,
    waited: Math.round((at - entry.placeAt) / 1000),
    target: entry.target,
    agent: entry.agentId,
  };
  await tools.result(action, 'queue.query.done', told);
}

/** Only what the session queued itself. */
async function entryOf(action: ActionRow, session: SessionRow, tools: Tools): Promise<EntryRow | undefined> {
  const id = await queuedBy(action, session, tools);
  const { entries } = await tools.app.store.routing.load();
  return entries.find((entry) => entry.id === id && entry.sessionId === session.id);
}

/** ORS: what the submit whose id `requestid` is has queued; of no such submit, what `interactionid` says. */
async function queuedBy(action: ActionRow, session: SessionRow, { app }: Tools): Promise<string> {
  const attributes = attributesOf(action);
  const requestId = textOf(attributes, 'requestid');
  const { entries } = requestId === '' ? { entries: [] } : await app.store.routing.load();
  const submitted = entries.find((entry) => entry.requestId === requestId && entry.sessionId === session.id);
  return submitted?.id ?? interactionOf(attributes, session);
}

/** ORS: `requestid` of these is that of the submit they are about. */
function aboutSubmit(attributes: string[]): ElementSpec {
  const spec = elementSpec(['interactionid', ...attributes]);
  return { ...spec, attributes: { ...spec.attributes, requestid: 'request' } };
}
