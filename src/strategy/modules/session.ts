import { uuidOf } from '../../core/ids.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  paramsOf,
  refuse,
  textOf,
  type StrategyModule,
  type Tools,
} from '../module.ts';
import { rootOf } from '../other-sessions.ts';
import { startSession } from '../start-session.ts';
import { fetchPage } from './session-fetch.ts';

const AT_ONCE = 'sessions start at once: there is no start to put off';

/** ORS: sessions, and what is fetched for them. */
export const sessionModule: StrategyModule = {
  name: 'session',
  namespaces: ['www.genesyslab.com/modules/session'],
  does: 'Other sessions, and what the web has to say.',
  functions: {},
  constants: {},
  elements: {
    fetch: {
      spec: elementSpec(['srcexpr', 'src', 'method', 'type', 'enctype', 'timeout', 'hints'], [], {
        content: elementSpec(['expr'], ['expr']),
      }),
      about: {
        does: 'Fetches from a host under `session-events.hosts`. `param` children go into the address, or into the body: a form, or JSON when `enctype` says so; `content` is a body of its own. No answer within `timeout` seconds (15), and a status from 500 on, is tried again after 1 and 3 seconds, with the same `Idempotency-Key`. JSON comes as its value. 48,000 bytes at most; redirects are not followed.',
        events: ['session.fetch.done {content, hints: the headers, status}'],
        errors: ['protocol.STATUS', 'invalidattribute', 'remote'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.fetch',
      run: fetchPage,
    },
    start: {
      spec: elementSpec(['src', 'srcexpr', 'hints']),
      about: {
        does: 'Starts a session of another strategy of the same set, `src` being its name. `param` children are its parameters.',
        events: ['session.start.done {sessionid}'],
        errors: ['invalidattribute'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.start',
      run: start,
    },
    terminate: {
      spec: elementSpec(['sessionid'], ['sessionid']),
      about: {
        does: 'Ends another session where it stands: what it asked for is called off. Its calls are not ended.',
        events: ['session.terminate.done {sessionid}'],
        errors: ['invalidsession'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.terminate',
      run: terminate,
    },
    updatestart: {
      spec: { ...elementSpec(['sessionid', 'hints']), refused: AT_ONCE },
      about: {
        does: 'Refused: sessions start at once, there is no start to put off.',
        events: [],
        errors: ['unsupported'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.updatestart',
      run: (action, _session, tools) =>
        refuse(action, tools, {
          error: 'unsupported',
          description: AT_ONCE,
        }),
    },
  },
};

/** The new session's id follows from the action: doing it again starts no second one. */
async function start(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const strategy = textOf(attributes, 'src') || textOf(attributes, 'srcexpr');
  const id = uuidOf('session', action.id);
  const params = { service: session.params['service'] ?? null, ...paramsOf(action) };
  if (await startSession(tools.app, { id, setHash: session.setHash, strategy, params }))
    return tools.result(action, 'session.start.done', { sessionid: id });
  const description = `there is no strategy "${strategy.slice(0, 100)}"`;
  return refuse(action, tools, { error: 'invalidattribute', description });
}

async function terminate(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const sessionid = rootOf(textOf(attributesOf(action), 'sessionid'));
  const why = `by session ${session.id}`;
  const ended = sessionid === session.id ? false : await tools.endSession(sessionid, { id: action.id, why });
  if (ended) return tools.result(action, 'session.terminate.done', { sessionid });
  const description =
    sessionid === session.id ? 'a session ends by its final state' : `there is no session "${sessionid}"`;
  return refuse(action, tools, { sessionid, error: 'invalidsession', description });
}
