import { uuidOf } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { delayMs } from '../../scxml/delay.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, paramsOf, refuse, textOf, type Tools } from '../module.ts';
import { rootOf } from '../other-sessions.ts';
import { startSession } from '../start-session.ts';

/** No instant that ECMAScript knows comes later, epoch ms. */
const LAST_INSTANT = 8.64e15;

/**
 * ORS: session.start, at once or later. The new session's id follows from the action, and `delay` counts from when the
 * document asked: doing it again starts no second one, and no later one.
 */
export async function start(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const asked = startOf(attributes, action.createdAt);
  if (asked && 'wrong' in asked)
    return refuse(action, tools, { error: 'invalidattribute', description: asked.wrong });
  const strategy = textOf(attributes, 'src') || textOf(attributes, 'srcexpr');
  const id = uuidOf('session', action.id);
  const params = { service: session.params['service'] ?? null, ...paramsOf(action) };
  const started = { id, setHash: session.setHash, strategy, params, startAt: asked?.at ?? null };
  if (!(await startSession(tools.app, started))) {
    const description = `there is no strategy "${strategy.slice(0, 100)}"`;
    return refuse(action, tools, { error: 'invalidattribute', description });
  }
  if (asked) tools.dueAt(asked.at);
  return tools.result(action, 'session.start.done', { sessionid: id });
}

/** ORS: session.updatestart: a session that has not begun begins at another time. */
export async function updateStart(action: ActionRow, _session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const sessionid = rootOf(textOf(attributes, 'sessionid'));
  const asked = startOf(attributes, action.createdAt) ?? { wrong: 'neither starttime nor delay' };
  if ('wrong' in asked)
    return refuse(action, tools, { sessionid, error: 'invalidattribute', description: asked.wrong });
  const moved = await tools.app.store.sessions.moveStart(sessionid, asked.at);
  const done = moved === 'moved' || (moved === 'begun' && (await beganAt(sessionid, tools)) === asked.at);
  if (done) {
    tools.dueAt(asked.at);
    return tools.result(action, 'session.updatestart.done', { sessionid });
  }
  const known = moved === 'begun';
  return refuse(action, tools, {
    sessionid,
    error: known ? 'invalidstate' : 'invalidsession',
    description: known ? 'the session is past its start' : `there is no session "${sessionid}"`,
  });
}

/** Moved before, by the same action, and begun since. */
async function beganAt(sessionid: string, { app }: Tools): Promise<number | null> {
  return (await app.store.sessions.get(sessionid))?.startedAt ?? null;
}

/** When a session is to begin, epoch ms; null: nothing is said about it. `from`: where `delay` counts from. */
function startOf(attributes: JsonObject, from: number): { at: number } | { wrong: string } | null {
  const [time, delay] = [textOf(attributes, 'starttime'), textOf(attributes, 'delay')];
  if (time !== '' && delay !== '') return { wrong: 'both starttime and delay' };
  if (time === '' && delay === '') return null;
  const at = time === '' ? from + (delayMs(delay) ?? NaN) : instantOf(time);
  if (Math.abs(at) <= LAST_INSTANT) return { at: Math.ceil(at) };
  return { wrong: `"${(time || delay).slice(0, 50)}" is no ${time === '' ? 'delay' : 'starttime'}` };
}

/** Milliseconds since 1970, or ISO 8601; NaN for anything else. */
function instantOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
}
