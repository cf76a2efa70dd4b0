import type { Json } from '../../core/json.ts';
import { NeedsRead } from '../evaluate/data-model.ts';
import { isHttpType, sessionRead } from '../processors.ts';
import type { EngineEvent } from '../step.ts';
import { dispatchOverHttp } from './dispatch-http.ts';
import { emit, enqueue, raiseError, SendRefused, type Work } from './work.ts';

/** An event on its way. */
export interface Message {
  event: EngineEvent;
  target: string;
  type: string;
  sendid: string;
  line: number;
}

/** Puts an event where its target says. SCXML D.1; what cannot be reached is `error.communication`. */
export function dispatch(work: Work, message: Message): void {
  const { target, type, event, sendid, line } = message;
  if (isHttpType(type) || /^https?:/i.test(target)) dispatchOverHttp(work, message);
  else if (target === '#_internal' || target === '_internal')
    enqueue(work.snapshot.internalQueue, internal(event));
  else if (target === '' || target === work.inputs.sessionId) enqueue(work.snapshot.externalQueue, event);
  else if (target.startsWith('#_')) {
    if (!toSession(work, target, event))
      raiseError(work, { name: 'error.communication', text: `"${target}" cannot be reached`, line, sendid });
  } else if (work.ors && /^[\w.-]+$/.test(target)) {
    // ORS: another session goes by its id.
    if (!toAnySession(work, target, event))
      raiseError(work, {
        name: 'error.communication',
        text: `there is no session "${target}"`,
        line,
        sendid,
      });
  } else refuse(work, `"${target}" is no target`, { line, sendid });
}

/** SCXML §6.2.4: what cannot even be tried is `error.execution`, and ends the block. */
export function refuse(work: Work, text: string, at: { line: number; sendid: string }): never {
  raiseError(work, { text, ...at });
  throw new SendRefused();
}

/** SCXML D.1: the special targets. */
function toSession(work: Work, target: string, event: EngineEvent): boolean {
  const { inputs, kin } = work;
  if (target === '#_parent') return kin.toParent(event);
  const [, sessionId] = /^#_scxml_(.+)$/s.exec(target) ?? [];
  if (sessionId === undefined) return kin.toInvoked(target.slice(2), event);
  if (sessionId === inputs.sessionId) {
    enqueue(work.snapshot.externalQueue, event);
    return true;
  }
  return toAnySession(work, sessionId, event);
}

/** One of the family, or one of its own. */
function toAnySession(work: Work, sessionId: string, event: EngineEvent): boolean {
  return work.kin.toSession(sessionId, event) || toForeign(work, sessionId, event);
}

/** A session of its own: whether it runs is read, and the event is delivered with the step. */
function toForeign(work: Work, sessionId: string, event: EngineEvent): boolean {
  const name = sessionRead(sessionId);
  const { reads } = work.inputs;
  if (!Object.hasOwn(reads, name)) throw new NeedsRead([name]);
  if (reads[name] !== true) return false;
  const attributes = { session: sessionId, event: event as unknown as Json };
  emit(work, 'scxml.deliver', { attributes, params: {}, children: [] });
  return true;
}

/** SCXML §5.10.1: what comes from inside has no sender. */
function internal({ name, data, xml, repeated, raw }: EngineEvent): EngineEvent {
  const optional = Object.entries({ xml, repeated, raw }).filter(([, value]) => value !== undefined);
  return { name, type: 'internal', data, ...Object.fromEntries(optional) };
}
