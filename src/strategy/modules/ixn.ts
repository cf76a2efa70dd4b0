import { rejected } from '../../callback/interaction.ts';
import type { JsonObject } from '../../core/json.ts';
import type { EngineAction } from '../../scxml/step.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  objectOf,
  textOf,
  type Records,
  type StrategyModule,
  type Tools,
} from '../module.ts';
import { abandonCall, createCall, reconcileCall, recoverCall } from './ixn-createcall.ts';
import { abandonRedirect, reasonOf, recoverRedirect, redirect } from './ixn-redirect.ts';

/** What a call may take besides ringing: detection and the way to our door, ms. */
const CALL_SLACK_MS = 60_000;
/** What connecting to an agent may take, ms. */
const REDIRECT_LIMIT_MS = 120_000;

/** ORS: interactions. */
export const ixnModule: StrategyModule = {
  name: 'ixn',
  namespaces: ['www.genesyslab.com/modules/interaction'],
  functions: { '_genesys.ixn.setuData': 'ixn.udata' },
  constants: {},
  elements: {
    createcall: {
      spec: elementSpec(['from', 'to', 'type', 'timeout', 'udata', 'hints'], ['to']),
      mode: 'at-most-once',
      errorEvent: 'error.voice.createcall',
      deadline: {
        ms: CALL_SLACK_MS,
        seconds: { attribute: 'timeout', otherwise: 60 },
        data: { dialresult: 'UNKNOWN' },
      },
      run: createCall,
      recover: recoverCall,
      reconcile: reconcileCall,
      abandon: abandonCall,
    },
    redirect: {
      spec: elementSpec(['interactionid', 'from', 'to', 'type', 'hints'], ['interactionid', 'to']),
      mode: 'at-most-once',
      errorEvent: 'error.interaction.redirect',
      deadline: { ms: REDIRECT_LIMIT_MS },
      apply: noteRejection,
      run: redirect,
      recover: recoverRedirect,
      abandon: abandonRedirect,
    },
    terminate: {
      spec: elementSpec(['interactionid', 'reason'], ['interactionid']),
      mode: 'repeatable',
      errorEvent: 'error.interaction.terminate',
      async run(action, _session, tools) {
        const id = textOf(attributesOf(action), 'interactionid');
        await tools.app.switch.kill(id, textOf(attributesOf(action), 'reason') || 'NORMAL_CLEARING');
        await tools.result(action, 'interaction.terminate.done', { interactionid: id });
      },
    },
    udata: {
      spec: elementSpec([]),
      mode: 'repeatable',
      apply: (action, records) => {
        const { id, pairs } = userDataOf(action.attributes, records);
        const record = records.interactions.get(id);
        if (record && record.endedAt === null && Object.keys(pairs).length > 0)
          records.interactions.set(id, {
            ...record,
            version: record.version + 1,
            userData: { ...record.userData, ...pairs },
          });
      },
      run: attachUserData,
    },
  },
};

/** A reject redirect is noted on the record before the switch is told: the call is never taken for an abandoned one. */
function noteRejection(action: EngineAction, records: Records): void {
  if (textOf(action.attributes, 'type') !== 'RouteTypeReject') return;
  const id = textOf(action.attributes, 'interactionid');
  const record = records.interactions.get(id);
  if (!record || record.endedAt !== null) return;
  records.interactions.set(id, rejected(record, reasonOf(action.attributes)));
}

/** `setuData(pairs, interactionid)`: pairs whose key the call has already are left as they are. */
function userDataOf(
  attributes: JsonObject,
  records: Records,
): { id: string; pairs: Record<string, string | number> } {
  const [input, id] = argumentsOf(attributes);
  const record = records.interactions.get(id);
  const pairs: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(input))
    if ((typeof value === 'string' || typeof value === 'number') && !(key in (record?.userData ?? {})))
      pairs[key] = value;
  return { id, pairs };
}

/** The call takes what its record holds; a call that is on no switch of ours keeps its pairs as a fact. */
async function attachUserData(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const [input, id] = argumentsOf(attributesOf(action));
  const { store, clock } = tools.app;
  const record = await store.interactions.get(id);
  const call = tools.app.switch.call(id);
  if (record && call && !call.ended) {
    const values = Object.keys(input).map((key) => [key, String(record.userData[key] ?? '')] as const);
    await call.attach(Object.fromEntries(values));
  } else if (!record || record.endedAt !== null) {
    const data = { interactionId: id, pairs: input };
    const fact = { id: action.id, at: clock.now(), kind: 'user-data', callbackId: session.callbackId, data };
    await store.facts.add([fact]);
  }
  await store.outbox.finish(action.id);
}

function argumentsOf(attributes: JsonObject): [JsonObject, string] {
  const list = Array.isArray(attributes['args']) ? attributes['args'] : [];
  return [objectOf({ input: list[0] ?? null }, 'input'), typeof list[1] === 'string' ? list[1] : ''];
}
