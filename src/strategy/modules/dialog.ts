import type { InteractionRecord } from '../../callback/record.ts';
import { isRingbackError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import type { SwitchCall } from '../../switch/switch.ts';
import {
  attributesOf,
  childrenOf,
  elementSpec,
  inBackground,
  interactionOf,
  paramsOf,
  refuse,
  textOf,
  type ElementHandler,
  type StrategyModule,
  type Tools,
} from '../module.ts';
import type { Treatment } from '../running-treatments.ts';
import { treatmentSpecs } from './treatment-specs.ts';
import { treat } from './treatments.ts';

const gone = 'invalidstate.null';

/** What the treatments do, what their events tell, and their error codes. */
const treatments: Record<keyof typeof treatmentSpecs, ElementHandler['about']> = {
  play: {
    does: 'Plays prompts one after the other: `text` is spoken, `file` (or `intid`, `userid`) is a recording, `number` and `digits` are read.',
    events: ['dialog.play.done {interactionid, outcome}'],
    errors: ['invalidattribute', 'remote', 'cancelled', gone],
  },
  playsound: {
    does: 'Plays a sound for `duration` seconds, or to its end: `type` `music` (the stream `resource`), `silence`, `ringback`, `busy`, `fastbusy`, or any other with the recording `resource`.',
    events: ['dialog.playsound.done {interactionid, outcome}'],
    errors: ['invalidattribute', 'remote', 'cancelled', gone],
  },
  collect: {
    does: 'Takes keys until there are `max_digits` (20), one of `term_digits` comes, or the time is over (`total_timeout` 60 s, `start_timeout` for the first, `digit_timeout` for each next). `abort_digits` give it up, `backspace_digits` and `reset_digits` take back.',
    events: ['dialog.collect.done {interactionid, digits}'],
    errors: ['timeout', 'cancelled', gone],
  },
  playandcollect: {
    does: 'Plays prompts and takes keys, as `play` and `collect`. The first key ends the prompts unless one has `interrupt` false.',
    events: ['dialog.playandcollect.done {interactionid, digits}'],
    errors: ['timeout', 'cancelled', 'remote', gone],
  },
  playandverify: {
    does: 'Plays prompts and compares the keys with `verify_digits`, in so many `attempts` (1).',
    events: ['dialog.playandverify.done {interactionid, digits, attempts, result: success or failure}'],
    errors: ['invalidattribute', 'cancelled', 'remote', gone],
  },
  pause: {
    does: 'Waits `duration` seconds.',
    events: ['dialog.pause.done {interactionid}'],
    errors: ['cancelled', gone],
  },
  remote: {
    does: 'Lets the caller talk with somebody at `destination`, or at `default` when that does not answer, and takes the caller back after it. Numbers by the rules of the service.',
    events: ['dialog.remote.done {interactionid, talked}'],
    errors: ['invaliddestination', 'remote', 'cancelled', gone],
  },
};

/** ORS: voice dialogs and treatments on an interaction. */
export const dialogModule: StrategyModule = {
  name: 'dialog',
  namespaces: ['www.genesyslab.com/modules/dialog'],
  does: 'What a caller hears and is asked. The first thing that is played answers the call; a second treatment ends the first.',
  functions: {},
  constants: {},
  elements: {
    start: {
      spec: elementSpec(['interactionid', 'src', 'type', 'language', 'device']),
      about: {
        does: 'Runs a dialog of the set by name, or a VoiceXML page by address (`src`, or the parameter `APP_URI`; hosts under `voicexml.hosts`). `param` children are user data of the page: `session.com.genesyslab.userdata`. `device` changes nothing: a call is at one.',
        events: ['dialog.start.done {interactionid, result}'],
        errors: ['invalidattribute', 'unknown', 'cancelled', gone],
      },
      mode: 'repeatable',
      errorEvent: 'error.dialog.start',
      run: start,
    },
    ...Object.fromEntries(
      Object.entries(treatments).map(([name, about]): [string, ElementHandler] => [
        name,
        {
          spec: treatmentSpecs[name as keyof typeof treatmentSpecs],
          about,
          mode: 'repeatable',
          errorEvent: `error.dialog.${name}`,
          run: playTreatment,
        },
      ]),
    ),
    stop: {
      spec: {
        attributes: { requestid: 'expr', interactionid: 'expr' },
        required: ['requestid'],
        children: {},
      },
      about: {
        does: 'Ends the dialog or treatment whose id `requestid` is: its own event is the error `cancelled`.',
        events: ['dialog.stop.done'],
        errors: ['invalidstate'],
      },
      mode: 'repeatable',
      errorEvent: 'error.dialog.stop',
      async run(action, _session, tools) {
        if (tools.treatments.stop(textOf(attributesOf(action), 'requestid')))
          return tools.result(action, 'dialog.stop.done', {});
        return refuse(action, tools, { error: 'invalidstate', description: 'no such dialog goes on' });
      },
    },
  },
};

/** Runs in the background: its result comes when the dialog has ended. */
async function start(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const interactionId = interactionOf(attributesOf(action), session);
  const page = await pageOf(action, session, tools);
  if ('why' in page)
    return refuse(action, tools, {
      interactionid: interactionId,
      error: 'invalidattribute',
      description: page.why,
    });
  onCall(action, tools, interactionId, async (call, treatment, record) => {
    const userData = { ...call.userData, ...record.userData, ...paramsOf(action) };
    const run = tools.voice.run(call, page.address, sessionVariables(call, userData));
    treatment.onStop(() => run.stop());
    const end = await run.ended;
    const result = page.key === null ? null : await tools.pages.result(page.key);
    const failure = treatment.stopped
      ? { error: 'cancelled', description: 'it was stopped' }
      : { error: 'unknown', description: end.error ?? '' };
    if (!result && (end.how === 'error' || treatment.stopped))
      return refuse(action, tools, { interactionid: interactionId, ...failure });
    return tools.result(action, 'dialog.start.done', {
      interactionid: interactionId,
      result: result ?? end.result,
    });
  });
}

/** Where a dialog begins, and the key of its run when it is one of ours. */
async function pageOf(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
): Promise<{ address: string; key: string | null } | { why: string }> {
  const attributes = attributesOf(action);
  const params = paramsOf(action);
  const src = textOf(attributes, 'src') || textOf(params, 'APP_URI');
  if (src === '') return { why: 'there is neither src nor the parameter APP_URI' };
  if (/^https?:\/\//i.test(src)) return { address: src, key: null };
  const service = textOf(session.params, 'service');
  const options = tools.app.config().services.find((candidate) => candidate.name === service);
  try {
    const { key, path } = await tools.pages.open({
      dialog: src,
      setHash: session.setHash,
      service,
      interactionId: interactionOf(attributes, session),
      sessionId: session.id,
      actionId: action.id,
      values: params,
      locale: textOf(attributes, 'language') || (options?.locale ?? 'en-US'),
    });
    return { address: path, key };
  } catch (error) {
    if (isRingbackError(error, 'DOCUMENT_UNKNOWN')) return { why: error.message };
    throw error;
  }
}

function playTreatment(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const interactionid = interactionOf(attributes, session);
  const name = action.kind.slice('dialog.'.length);
  const node = { name, attributes, children: childrenOf(action) };
  const service = textOf(session.params, 'service');
  onCall(action, tools, interactionid, async (call, treatment) => {
    const outcome = await treat({ call, tools, treatment, service }, node);
    if (outcome.kind === 'done')
      return tools.result(action, `dialog.${name}.done`, { interactionid, ...outcome.data });
    return refuse(action, tools, { interactionid, error: outcome.error, description: outcome.description });
  });
  return Promise.resolve();
}

/** Does something with a call, and its record, once it is under control here; says so when there is none any more. */
function onCall(
  action: ActionRow,
  tools: Tools,
  interactionId: string,
  use: (call: SwitchCall, treatment: Treatment, record: InteractionRecord) => Promise<void>,
): void {
  const { treatment, ended } = tools.treatments.begin(action.requestId ?? action.id);
  const work = async (): Promise<void> => {
    const { interactions } = tools.app.store;
    const known = await interactions.get(interactionId);
    if (known?.endedAt === null) {
      const isHere = tools.app.switch.call(interactionId)?.ended === false;
      const waited = await tools.calls.wait(interactionId, null);
      // What was read before a wait may have changed in it.
      const now = isHere || waited.kind !== 'here' ? known : await interactions.get(interactionId);
      if (waited.kind === 'here') return use(waited.call, treatment, now ?? known);
    }
    return refuse(action, tools, {
      error: gone,
      interactionid: interactionId,
      description: 'the call has ended',
    });
  };
  inBackground(action, tools, () => work().finally(ended));
}

/** VoiceXML 2.1 §5.1.4: session variables every dialog sees. */
function sessionVariables(call: SwitchCall, userData: JsonObject): JsonObject {
  return {
    connection: {
      remote: { uri: call.direction === 'inbound' ? call.from : call.to },
      local: { uri: call.direction === 'inbound' ? call.to : call.from },
      originator: call.direction === 'inbound' ? 'remote' : 'local',
      uuid: call.id,
    },
    com: { genesyslab: { userdata: userData } },
  };
}
