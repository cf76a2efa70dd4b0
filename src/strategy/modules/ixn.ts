import { rejected } from '../../callback/interaction.ts';
import type { EngineAction } from '../../scxml/step.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  interactionOf,
  objectOf,
  textOf,
  type Records,
  type StrategyModule,
  type Tools,
} from '../module.ts';
import { abandonCall, createCall, reconcileCall, recoverCall } from './ixn-createcall.ts';
import { abandonRedirect, reasonOf, recoverRedirect, redirect } from './ixn-redirect.ts';
import { accept, associate, attach, detach } from './ixn-sessions.ts';
import { attachUserData, deleteUserData, pairsOf, setUserData } from './ixn-userdata.ts';
import { voiceElements } from './ixn-voice.ts';
import { orsEnumerations } from './ors-enumerations.ts';

/** What a call may take besides ringing: detection and the way to our door, ms. */
const CALL_SLACK_MS = 60_000;
/** What connecting to an agent may take, ms. */
const REDIRECT_LIMIT_MS = 120_000;

const gone = 'invalidstate.null';

/** ORS: interactions. */
export const ixnModule: StrategyModule = {
  name: 'ixn',
  namespaces: ['www.genesyslab.com/modules/interaction'],
  does: 'Calls. `interactionid` may be left out where an element has one: then it is the call that the session was started for. `_genesys.ixn.getuData(key, interactionid)` is a pair of a call, or nothing.',
  functions: { '_genesys.ixn.setuData': 'ixn.udata', '_genesys.ixn.deleteuData': 'ixn.udatadelete' },
  constants: orsEnumerations,
  elements: {
    accept: {
      spec: elementSpec(['interactionid', 'resource']),
      about: {
        does: 'The session has the call. Nothing is answered: the first thing that the caller hears does that.',
        events: ['interaction.accept.done {interactionid}'],
        errors: [gone],
      },
      mode: 'repeatable',
      errorEvent: 'error.interaction.accept',
      run: accept,
    },
    createcall: {
      spec: {
        ...elementSpec(['from', 'to', 'type', 'timeout', 'udata', 'reason', 'hints'], ['to']),
        ours: ['timeout'],
      },
      about: {
        does: 'Rings a number, at most once, for `timeout` seconds (60). `type` `regular` or `predictive`: then a person is told from a machine. With `hints.afterbeep` the event of a machine comes when it has greeted and records; with `hints.beside` the call is made on the switch of that call; with `hints.reserved` an agent who does not answer is let go as RONA. The dial gate has the last word in a callback. `closed`, ours: not at this hour, or the switch is full; in `seconds` it may be tried again. `barred`, ours: the number is never to be called, or nobody has agreed to it. Its events, the error event too, say `again`: in how many seconds the service wants the number dialled again (null: never).',
        events: ['voice.createcall.done {interactionid, callstate, again}'],
        errors: ['timeout', 'invalidserver', 'invaliddestination', 'remote', 'closed', 'barred'],
      },
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
      spec: elementSpec(['interactionid', 'from', 'to', 'type', 'detach', 'hints'], ['to']),
      about: {
        does: 'Sends a call to the agent that `queue:submit` reserved, to an agent by id, place or phone (`1001@switch.A`, `Desk7@.AP`), to a number, or ends it: `__STOP__` and RouteTypeReject refuse it for `hints.reasons.ReasonSystemName`, RouteTypeCallDisconnect hangs up. Every route type is mapped but RouteTypeLabel, RouteTypeAnnouncement, RouteTypePostFeature and RouteTypeGetFromDN. A number takes the call over once it has answered. An agent with a `leg`, the interaction of one who was rung before, is only joined. An agent who answers when the reservation has run out and the router has given them to somebody else is hung up on, and the call waits as before: `remote`.',
        events: ['interaction.redirect.done {interactionid, agent, agentleg}'],
        errors: [
          ...['timeout', 'invaliddestination', 'remote', gone],
          ...['invalidstate.routed', 'invalidstate.hold', 'invalidstate.transferring'],
        ],
      },
      mode: 'at-most-once',
      errorEvent: 'error.interaction.redirect',
      deadline: { ms: REDIRECT_LIMIT_MS },
      apply: noteRejection,
      run: redirect,
      recover: recoverRedirect,
      abandon: abandonRedirect,
    },
    terminate: {
      spec: elementSpec(['interactionid', 'reason', 'resource', 'hints']),
      about: {
        does: 'Ends a call. `reason` may be a cause of the switch such as `USER_BUSY`.',
        events: ['interaction.terminate.done {interactionid}'],
        errors: [],
      },
      mode: 'repeatable',
      errorEvent: 'error.interaction.terminate',
      run: terminate,
    },
    associate: {
      spec: elementSpec(['interactionid', 'session'], ['session']),
      about: {
        does: 'Gives a call to another session. That one hears `interaction.added` and `interaction.present`, the one that had it `interaction.notcontrolled`.',
        events: ['interaction.associate.done {interactionid}'],
        errors: ['invalidsession', gone],
      },
      mode: 'repeatable',
      errorEvent: 'error.interaction.associate',
      run: associate,
    },
    attach: {
      spec: elementSpec(['interactionid']),
      about: {
        does: 'Takes a call that no running session has.',
        events: ['interaction.attach.done {interactionid}'],
        errors: [gone],
      },
      mode: 'repeatable',
      errorEvent: 'error.interaction.attach',
      run: attach,
    },
    detach: {
      spec: elementSpec(['interactionid']),
      about: {
        does: 'Lets go of a call, so that another session can attach it. It goes on.',
        events: ['interaction.detach.done {interactionid}'],
        errors: [gone],
      },
      mode: 'repeatable',
      errorEvent: 'error.interaction.detach',
      run: detach,
    },
    userevent: {
      spec: elementSpec(['interactionid', 'type', 'udata', 'resource', 'hints']),
      about: {
        does: 'Notes an event with the pairs of `udata` among the facts for reports.',
        events: ['interaction.userevent.done {interactionid}'],
        errors: [],
      },
      mode: 'repeatable',
      errorEvent: 'error.interaction.userevent',
      run: noteUserEvent,
    },
    ...voiceElements,
    udata: {
      spec: elementSpec([]),
      about: {
        does: 'What `_genesys.ixn.setuData(pairs, interactionid)` becomes: pairs are added to the call, or changed.',
        events: ['interaction.udata.changed {interactionid, udata}'],
        errors: [],
      },
      mode: 'repeatable',
      apply: setUserData,
      run: attachUserData,
    },
    udatadelete: {
      spec: elementSpec([]),
      about: {
        does: 'What `_genesys.ixn.deleteuData(key, interactionid)` becomes: a pair, or a list of them, is taken off.',
        events: ['interaction.udata.changed {interactionid, udata}'],
        errors: [],
      },
      mode: 'repeatable',
      apply: deleteUserData,
      run: attachUserData,
    },
  },
};

async function terminate(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const id = interactionOf(attributes, session);
  const reason = textOf(attributes, 'reason');
  await tools.app.switch.kill(id, /^[A-Z][A-Z_0-9]+$/.test(reason) ? reason : 'NORMAL_CLEARING');
  await tools.result(action, 'interaction.terminate.done', { interactionid: id });
}

async function noteUserEvent(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const interactionId = interactionOf(attributes, session);
  const pairs = pairsOf(objectOf(attributes, 'udata'));
  const data = { interactionId, type: textOf(attributes, 'type'), pairs };
  const { callbackId } = session;
  await tools.app.store.facts.add([
    { id: action.id, at: tools.app.clock.now(), kind: 'user-event', callbackId, data },
  ]);
  await tools.result(action, 'interaction.userevent.done', { interactionid: interactionId });
}

/** A reject redirect is noted on the record before the switch is told: the call is never taken for an abandoned one. */
function noteRejection(action: EngineAction, records: Records): void {
  if (textOf(action.attributes, 'type') !== 'RouteTypeReject') return;
  const id = textOf(action.attributes, 'interactionid');
  const record = records.interactions.get(id);
  if (!record || record.endedAt !== null) return;
  records.interactions.set(id, rejected(record, reasonOf(action.attributes)));
}
