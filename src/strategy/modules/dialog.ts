import type { JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import type { PlaySegment, SwitchCall } from '../../switch/switch.ts';
import { attributesOf, elementSpec, textOf, type StrategyModule, type Tools } from '../module.ts';

/** ORS: voice dialogs and treatments on an interaction. */
export const dialogModule: StrategyModule = {
  name: 'dialog',
  namespaces: ['www.genesyslab.com/modules/dialog'],
  functions: {},
  constants: {},
  elements: {
    start: {
      spec: elementSpec(['interactionid', 'src', 'type', 'language'], ['interactionid', 'src']),
      mode: 'repeatable',
      errorEvent: 'error.dialog.start',
      run: start,
    },
    playsound: {
      spec: elementSpec(['interactionid', 'type', 'resource', 'duration'], ['interactionid', 'type']),
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
  const service = String(session.params['service'] ?? '');
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
  void onCall(action, tools, interactionId, async (call) => {
    const end = await tools.voice.run(call, path, sessionVariables(call)).ended;
    const result = await tools.pages.result(key);
    if (!result && end.how === 'error')
      return tools.result(action, 'error.dialog.start', { error: 'unknown', description: end.error ?? '' });
    return tools.result(action, 'dialog.start.done', { interactionid: interactionId, result: result ?? end.result });
  });
}

async function playSound(action: ActionRow, _session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const interactionId = textOf(attributes, 'interactionid');
  const segments: PlaySegment[] =
    textOf(attributes, 'type') === 'music'
      ? [{ kind: 'music', name: textOf(attributes, 'resource') || 'default' }]
      : [{ kind: 'file', path: textOf(attributes, 'resource') }];
  void onCall(action, tools, interactionId, async (call) => {
    await call.answer();
    const outcome = await call.play(segments).done;
    return tools.result(action, 'dialog.playsound.done', { interactionid: interactionId, outcome: outcome.kind });
  });
}

/** Does something with a call once it is under control here; says so when there is none any more. */
async function onCall(
  action: ActionRow,
  tools: Tools,
  interactionId: string,
  use: (call: SwitchCall) => Promise<void>,
): Promise<void> {
  const name = `error.${action.kind}`;
  try {
    const known = await tools.app.store.interactions.get(interactionId);
    if (!known || known.endedAt !== null)
      return await tools.result(action, name, { error: 'invalidstate.null', description: 'the call has ended' });
    const waited = await tools.calls.wait(interactionId, null);
    if (waited.kind === 'here') return await use(waited.call);
    return await tools.result(action, name, { error: 'invalidstate.null', description: 'the call has ended' });
  } catch (error) {
    tools.app.log.error({ action: action.id, kind: action.kind, error: String(error) }, 'an action failed');
    await tools.result(action, name, { error: 'unknown', description: String(error) });
  }
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
