import type { Json, JsonObject } from '../../core/json.ts';
import type { Send } from '../chart/chart.ts';
import { ScriptError } from '../../sandbox/script-error.ts';
import type { EngineEvent } from '../step.ts';
import { contentOf, paramsOf, textOf } from './values.ts';
import { emit, enqueue, jsonOf, put, raiseError, SendRefused, type Work } from './work.ts';

const processors = ['http://www.w3.org/TR/scxml/#SCXMLEventProcessor', 'scxml', ''];

/** `<send>`. SCXML §6.2: to this session, its internal queue, later, or (as an action) elsewhere. */
export function executeSend(work: Work, send: Send, line: number): void {
  const { snapshot, inputs } = work;
  const sendid = send.id ?? `${inputs.sessionId}.send${++snapshot.counters.send}`;
  if (send.idLocation !== null) work.model.assignValue(send.idLocation, sendid);
  const type = send.type ? textOf(work, send.type) : '';
  const target = send.target ? textOf(work, send.target) : '';
  if (!processors.includes(type)) {
    refuse(work, `events of type "${type}" cannot be sent`, { line, sendid });
  }
  const delay = send.delay ? delayOf(textOf(work, send.delay)) : 0;
  const event: EngineEvent = {
    name: send.event ? textOf(work, send.event) : '',
    data: dataOf(work, send),
    origin: `#_scxml_${inputs.sessionId}`,
    origintype: processors[0] ?? '',
  };
  if (send.id !== null || send.idLocation !== null) event.sendid = sendid;
  deliver(work, { event, target, delay, sendid, line });
}

function deliver(
  work: Work,
  message: { event: EngineEvent; target: string; delay: number; sendid: string; line: number },
): void {
  const { event, target, delay, sendid, line } = message;
  const { snapshot, inputs, timers } = work;
  const own = ['', '#_internal', '_internal', inputs.sessionId, `#_scxml_${inputs.sessionId}`].includes(
    target,
  );
  if (!own) {
    if (target.startsWith('#_')) {
      raiseError(work, { name: 'error.communication', text: `"${target}" cannot be reached`, line, sendid });
      return;
    }
    if (!/^[a-z][\w+.-]*:/i.test(target)) refuse(work, `"${target}" is no target`, { line, sendid });
    emit(work, 'send', {
      attributes: { target, event: event as unknown as Json, delay },
      params: {},
      children: [],
    });
  } else if (target === '#_internal' || target === '_internal') {
    if (delay > 0) refuse(work, 'an event to #_internal cannot be delayed', { line, sendid });
    enqueue(snapshot.internalQueue, { name: event.name, type: 'internal', data: event.data });
  } else if (delay > 0) {
    const key = `${sendid}.${++snapshot.counters.send}`;
    const timer = { key, dueAt: inputs.now + delay, event: { ...event, sendid } };
    enqueue(snapshot.timers, timer);
    timers.set.push(timer);
  } else enqueue(snapshot.externalQueue, event);
}

/** SCXML §6.2.4: what cannot even be tried is `error.execution`, and ends the block. */
function refuse(work: Work, text: string, at: { line: number; sendid: string }): never {
  raiseError(work, { text, ...at });
  throw new SendRefused();
}

/** `<cancel>`. SCXML §6.3: delayed events of that id are not delivered any more. */
export function executeCancel(work: Work, sendid: string): void {
  const { snapshot, timers } = work;
  for (const { key, event } of snapshot.timers) if (event.sendid === sendid) timers.clear.push(key);
  snapshot.timers = snapshot.timers.filter(({ event }) => event.sendid !== sendid);
  timers.set = timers.set.filter(({ event }) => event.sendid !== sendid);
}

function dataOf(work: Work, send: Send): Json {
  if (send.content) return contentOf(work, send.content);
  if (send.params.length === 0 && send.namelist.length === 0) return null;
  const data: JsonObject = {};
  for (const name of send.namelist) put(data, name, jsonOf(work.model.value(name)));
  return { ...data, ...paramsOf(work, send.params) };
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, '': 1 };

/** A CSS2 time such as `1.5s`, in ms. */
function delayOf(text: string): number {
  const match = /^\s*(\d*\.?\d+)\s*(ms|s|m|h|)\s*$/.exec(text);
  const unit = units[match?.[2] ?? ''];
  if (!match || unit === undefined)
    throw new ScriptError('RangeError', `"${text}" is no delay such as 1.5s or 200ms`);
  return Number(match[1]) * unit;
}
