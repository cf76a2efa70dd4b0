import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, elementSpec, refuse, textOf, type StrategyModule, type Tools } from '../module.ts';
import { rootOf } from '../other-sessions.ts';
import { fetchPage } from './session-fetch.ts';
import { start, updateStart } from './session-start.ts';

/** ORS: sessions, and what is fetched for them. */
export const sessionModule: StrategyModule = {
  name: 'session',
  namespaces: ['www.genesyslab.com/modules/session'],
  does: 'Other sessions, and what the web has to say. Scripts have `_genesys.session.dateInZone(zone)` (`2026-01-05`), `timeInZone` (`17:00:00`), `dayInZone` (0 is Sunday), by IANA zones; `getConfigOption(interactionid, option)`, an option of the callback or the service, or nothing; `getListItemValue(list, item, key)` of the file `lists.json` beside the project (list, item, key, value; an item without a key is an object); `server`, `tenant`, `tenantid` and `lookupseq`. `isSpecialDay` throws. What was read stands in the journal. *(Inferred, but for the names.)*',
  functions: {},
  constants: {
    // ORS: only the first is documented as a number; the others are their own names.
    '_genesys.session.lookupseq': {
      StartFromStrategy: -1,
      StartFromCDN: 'StartFromCDN',
      StartFromRouter: 'StartFromRouter',
      StartFromTenant: 'StartFromTenant',
      StartFromTserver: 'StartFromTserver',
    },
    '_genesys.session.server': { name: 'ringback', cluster: 'ringback' },
    '_genesys.session.tenant': 'Environment',
    '_genesys.session.tenantid': 1,
  },
  elements: {
    fetch: {
      spec: elementSpec(
        [
          ...['srcexpr', 'src', 'method', 'type', 'enctype', 'timeout', 'headers', 'hints'],
          ...['maxage', 'maxstale', 'gdelivery', 'gd_retries', 'gd_retry_interval'],
        ],
        [],
        { content: elementSpec(['expr', '_expr']) },
      ),
      about: {
        does: 'Fetches from a host under `session-events.hosts`. `param` children go into the address, or into the body: a form, or JSON when `enctype` says so; `content` is a body of its own (`expr`, or `_expr` as Composer writes it); `headers` is an object. `maxage`, `maxstale` and the `gd` attributes change nothing: nothing is kept, and what is tried again is said here. No answer within `timeout` seconds (15), and a status from 500 on, is tried again after 1 and 3 seconds, with the same `Idempotency-Key` (`hints.idempotencykey`, or one of its own). JSON comes as its value. 48,000 bytes at most; redirects are not followed.',
        events: ['session.fetch.done {content, hints: the headers, status}'],
        errors: ['protocol.STATUS', 'invalidattribute', 'remote'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.fetch',
      run: fetchPage,
    },
    start: {
      spec: elementSpec(['src', 'srcexpr', 'starttime', 'delay', 'hints']),
      about: {
        does: 'Starts a session of another strategy of the same set, `src` being its name. `param` children are its parameters. With `starttime` (ISO 8601, or milliseconds since 1970) or `delay` (a time as of `send`; both names inferred) it begins then, with the documents of now; until then it takes no events, and its id is known.',
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
        does: 'Ends another session where it stands: what it asked for is called off, and one that has not begun never does. Its calls are not ended.',
        events: ['session.terminate.done {sessionid}'],
        errors: ['invalidsession'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.terminate',
      run: terminate,
    },
    updatestart: {
      spec: elementSpec(['sessionid', 'starttime', 'delay', 'hints'], ['sessionid']),
      about: {
        does: 'Has a session that has not begun begin at another time: `starttime` or `delay`, as of `session:start` (names inferred). One that is past its start is `invalidstate`; `session:terminate` calls one off.',
        events: ['session.updatestart.done {sessionid}'],
        errors: ['invalidattribute', 'invalidsession', 'invalidstate'],
      },
      mode: 'repeatable',
      errorEvent: 'error.session.updatestart',
      run: updateStart,
    },
  },
};

async function terminate(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const sessionid = rootOf(textOf(attributesOf(action), 'sessionid'));
  const why = `by session ${session.id}`;
  const ended = sessionid === session.id ? false : await tools.endSession(sessionid, { id: action.id, why });
  if (ended) return tools.result(action, 'session.terminate.done', { sessionid });
  const description =
    sessionid === session.id ? 'a session ends by its final state' : `there is no session "${sessionid}"`;
  return refuse(action, tools, { sessionid, error: 'invalidsession', description });
}
