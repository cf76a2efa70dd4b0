import { messageOf } from '../../core/errors.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { postEvent } from '../post-event.ts';
import {
  attributesOf,
  elementSpec,
  inBackground,
  textOf,
  type StrategyModule,
  type Tools,
} from '../module.ts';

/** SCXML D.2: events to addresses outside. No element leads here but `send`. */
export const httpModule: StrategyModule = {
  name: 'http',
  namespaces: [],
  does: 'Events to addresses outside.',
  functions: {},
  constants: {},
  elements: {
    post: {
      spec: elementSpec([]),
      about: { does: 'What `send` to an address becomes.', events: [], errors: [] },
      mode: 'repeatable',
      outlives: true,
      errorEvent: 'error.communication',
      run: postLater,
      recover: postLater,
    },
  },
};

function postLater(action: ActionRow, _session: SessionRow, tools: Tools): Promise<void> {
  inBackground(action, tools, () => post(action, tools));
  return Promise.resolve();
}

/** After a restart it may be sent again, with the same key. What is not taken is `error.communication`. */
async function post(action: ActionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const request = {
    url: textOf(attributes, 'url'),
    contentType: textOf(attributes, 'contentType'),
    body: textOf(attributes, 'body'),
    key: action.id,
  };
  const { app } = tools;
  const parts = { clock: app.clock, rules: app.config().sessionEvents };
  try {
    await postEvent(request, parts);
    await app.store.outbox.finish(action.id);
  } catch (error) {
    const sendid = textOf(attributes, 'sendid');
    const about = { type: 'platform', ...(sendid === '' ? {} : { sendid }) };
    await tools.result(action, 'error.communication', { message: messageOf(error) }, about);
    // A session that has ended does not close it by taking the event.
    const session = await app.store.sessions.get(action.sessionId);
    if (session?.status !== 'running') await app.store.outbox.finish(action.id);
  }
}
