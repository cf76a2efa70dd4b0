import { ScriptError } from '../../sandbox/script-error.ts';
import type { Send } from '../chart/chart.ts';
import { delayMs } from '../delay.ts';
import { isHttpType, SCXML_PROCESSOR, scxmlTypes } from '../processors.ts';
import type { EngineEvent } from '../step.ts';
import { dispatch, refuse, type Message } from './dispatch.ts';
import { contentOf, messageData, textOf, type EventData } from './values.ts';
import { enqueue, type Work } from './work.ts';

/** `<send>`. SCXML §6.2: to this session, its internal queue or another one; now, or later. */
export function executeSend(work: Work, send: Send, line: number): void {
  const { snapshot, inputs } = work;
  const sendid = send.id ?? `${inputs.sessionId}.send${++snapshot.counters.send}`;
  if (send.idLocation !== null) work.model.assignValue(send.idLocation, sendid);
  const type = send.type ? textOf(work, send.type) : '';
  const target = send.target ? textOf(work, send.target) : '';
  if (!scxmlTypes.includes(type) && !isHttpType(type))
    refuse(work, `events of type "${type}" cannot be sent`, { line, sendid });
  const delay = send.delay ? delayOf(textOf(work, send.delay)) : 0;
  const event: EngineEvent = {
    name: send.event ? textOf(work, send.event) : '',
    ...dataOf(work, send),
    origin: `#_scxml_${inputs.sessionId}`,
    origintype: SCXML_PROCESSOR,
  };
  if (send.id !== null || send.idLocation !== null) event.sendid = sendid;
  const message: Message = { event, target, type, sendid, line };
  if (delay > 0) wait(work, message, delay);
  else dispatch(work, message);
}

function wait(work: Work, { event, target, type, sendid, line }: Message, delay: number): void {
  const { snapshot, inputs, kin, timers } = work;
  if (target === '#_internal') refuse(work, 'an event to #_internal cannot be delayed', { line, sendid });
  const prefix = inputs.sessionId === kin.root ? '' : `${inputs.sessionId}/`;
  const timer = {
    key: `${prefix}${sendid}.${++snapshot.counters.send}`,
    dueAt: inputs.now + delay,
    event: { ...event, sendid },
    ...(target === '' && !isHttpType(type) ? {} : { send: { target, type } }),
  };
  enqueue(snapshot.timers, timer);
  timers.set.push(timer);
}

/** `<cancel>`. SCXML §6.3: delayed events of that id are not delivered any more. */
export function executeCancel(work: Work, sendid: string): void {
  const { snapshot, timers } = work;
  const gone = new Set(snapshot.timers.filter(({ event }) => event.sendid === sendid).map(({ key }) => key));
  timers.clear.push(...gone);
  snapshot.timers = snapshot.timers.filter(({ key }) => !gone.has(key));
  timers.set = timers.set.filter(({ key }) => !gone.has(key));
}

function dataOf(work: Work, send: Send): EventData {
  if (send.content) return contentOf(work, send.content);
  if (send.params.length === 0 && send.namelist.length === 0) return { data: null };
  return messageData(work, send);
}

function delayOf(text: string): number {
  const delay = delayMs(text);
  if (delay === null) throw new ScriptError('RangeError', `"${text}" is no delay such as 1.5s or 200ms`);
  return delay;
}
