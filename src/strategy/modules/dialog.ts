import type { JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import type { PlaySegment, SwitchCall } from '../../switch/switch.ts';
import {
  attributesOf,
  elementSpec,
  inBackground,
  textOf,
  type StrategyModule,
  type Tools,
} from '../module.ts';

/** ORS: voice dialogs and treatments on an interaction. */
export const dialogModule: StrategyModule = {
  name: 'dialog',
  namespaces: ['www.genesyslab.com/modules/dialog'],
  does: 'What a caller hears and is asked.',
  functions: {},
  constants: {},
  elements: {
    start: {
      spec: elementSpec(['interactionid', 'src', 'type', 'language'], ['interactionid', 'src']),
      about: {
        does: 'Runs a dialog.',
        events: ['dialog.start.done {interactionid, result}'],
        errors: ['unknown'],
      },
      mode: 'repeatable',
      errorEvent: 'error.dialog.start',
      run: start,
    },
    playsound: {
      spec: elementSpec(['interactionid', 'type', 'resource', 'duration'], ['interactionid', 'type']),
      about: { does: 'Plays a sound.', events: [], errors: [] },
      mode: 'repeatable',
      errorEvent: 'error.dialog.playsound',
      run: playSound,
    },
  },
};

/** Runs in the background: its result comes when the dialog has ended. */
async function start(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const interactionId = textOf(attributes, 'interactionid');
  const service = textOf(session.params, 'service');
  const options = tools.app.config().services.find((candidate) => candidate.name === service);
  const { key, path } = await tools.pages.open({
    dialog: textOf(attributes, 'src'),
    setHash: session.setHash,
    service,
    interactionId,
    sessionId: session.id,
    actionId: action.id,
    values: {},
    locale: textOf(attributes, 'language') || (options?.locale ?? 'en-US'),
  });
  onCall(action, tools, interactionId, async (call) => {
    const end = await tools.voice.run(call, path, sessionVariables(call)).ended;
    const result = await tools.pages.result(key);
    if (!result && end.how === 'error')
      return tools.result(action, 'error.dialog.start', { error: 'unknown', description: end.error ?? '' });
    return tools.result(action, 'dialog.start.done', {
      interactionid: interactionId,
      result: result ?? end.result,
    });
  });
}

function playSound(action: ActionRow, _session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const interactionId = textOf(attributes, 'interactionid');
  const segments: PlaySegment[] =
    textOf(attributes, 'type') === 'music'
      ? [{ kind: 'music', name: textOf(attributes, 'resource') || 'default' }]
      : [{ kind: 'file', path: textOf(attributes, 'resource') }];
  onCall(action, tools, interactionId, async (call) => {
    await call.answer();
    const outcome = await call.play(segments).done;
    return tools.result(action, 'dialog.playsound.done', {
      interactionid: interactionId,
      outcome: outcome.kind,
    });
  });
  return Promise.resolve();
}

/** Does something with a call once it is under control here; says so when there is none any more. */
function onCall(
  action: ActionRow,
  tools: Tools,
  interactionId: string,
  use: (call: SwitchCall) => Promise<void>,
): void {
  inBackground(action, tools, async () => {
    const known = await tools.app.store.interactions.get(interactionId);
    const waited = known?.endedAt === null ? await tools.calls.wait(interactionId, null) : null;
    if (waited?.kind === 'here') return use(waited.call);
    const gone = { error: 'invalidstate.null', description: 'the call has ended' };
    return tools.result(action, `error.${action.kind}`, gone);
  });
}

/** VoiceXML 2.1 §5.1.4: session variables every dialog sees. */
function sessionVariables(call: SwitchCall): JsonObject {
  return {
    connection: {
      remote: { uri: call.direction === 'inbound' ? call.from : call.to },
      local: { uri: call.direction === 'inbound' ? call.to : call.from },
      originator: call.direction === 'inbound' ? 'remote' : 'local',
      uuid: call.id,
    },
    com: { genesyslab: { userdata: { ...call.userData } } },
  };
}
