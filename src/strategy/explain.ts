import type { Recording } from '../app/recording.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { ChartRunner } from '../scxml/chart-runner.ts';
import type { EngineAction, Snapshot, TraceItem } from '../scxml/step.ts';
import type { JournalEntry } from '../store/sessions.ts';
import { inputsOf, shortly } from './guard-inputs.ts';
import { otherGuards, type OtherGuards } from './other-guards.ts';
import { replay } from './replay.ts';

/** A step of a session in sentences. */
export interface ExplainedStep {
  entry: JournalEntry;
  /** Why each transition was taken, with what its condition saw; what was asked for; what became of the callback. */
  sentences: string[];
  /** What came out otherwise than it was: nothing after it is known. Null when all is as it was. */
  difference: string | null;
}

/** Why a session did what it did: its steps made again, for what its conditions saw is in no journal. */
export async function* explain(recording: Recording, runner: ChartRunner): AsyncGenerator<ExplainedStep> {
  const others = otherGuards(recording);
  let before: Snapshot | null = null;
  for await (const { entry, snapshot, actions, difference } of replay(recording, runner)) {
    const data = { before: before?.data ?? {}, after: snapshot?.data ?? {} };
    const sentences =
      difference === null ? [...moves(entry, data, others), ...actions.flatMap(actionIn)] : [];
    yield { entry, sentences, difference };
    before = snapshot;
  }
}

interface Data {
  before: JsonObject;
  after: JsonObject;
}

/** The transitions of a step, each with the states it led into. */
function moves(entry: JournalEntry, data: Data, others: OtherGuards): string[] {
  const sentences: string[] = [];
  const entered: string[] = [];
  let said: ((into: string[]) => string) | null = entry.event === null ? beginning : null;
  const finish = (): void => {
    if (said) sentences.push(said(entered));
    else if (entered.length > 0) sentences.push(`Now in ${entered.join(' > ')}.`);
    entered.length = 0;
    said = null;
  };
  for (const item of entry.trace as unknown as TraceItem[]) {
    if (item.kind === 'enter') entered.push(item.state);
    if (item.kind === 'transition') {
      finish();
      const because = reasonOf(item, { entry, data, others });
      said = (into) => `${whereOf(item, into)}${because}.`;
    }
    if (item.kind === 'error') sentences.push(`${item.name}: ${item.text}.`);
    if (item.kind === 'log') sentences.push([item.label, item.text].filter(Boolean).join(': '));
  }
  finish();
  return sentences.length > 0 ? sentences : ['Nothing waits for that here.'];
}

function beginning(into: string[]): string {
  return into.length > 0 ? `The session begins in ${into.join(' > ')}.` : 'The session begins.';
}

type Taken = Extract<TraceItem, { kind: 'transition' }>;

function whereOf({ source, targets, invoke }: Taken, into: string[]): string {
  const who = invoke === undefined ? '' : `${invoke.split('.').slice(1).join('.')}: `;
  const from = source === '' ? 'the document' : source;
  return targets.length === 0
    ? `${who}Stays in ${from}`
    : `${who}From ${from} to ${into.join(' > ') || targets.join(', ')}`;
}

/** That an event is the answer to what was asked, or about the call: no more than that it came. */
const ANSWER = /^_event\.data\.(requestid|interactionid) == [\w.]+( && |$)/;

/**
 * What made it happen. A transition on the event of the step is chosen before anything is changed; one without an event
 * after what came before it.
 */
function reasonOf(
  item: Taken,
  { entry, data, others }: { entry: JournalEntry; data: Data; others: OtherGuards },
): string {
  const external = entry.event !== null && item.event === entry.event.name;
  const values = external ? data.before : data.after;
  const event = external ? (entry.event?.data ?? null) : null;
  const seen = (guard: string): string => {
    const inputs = inputsOf(guard, values, event);
    return inputs === '' ? guard : `${guard} (${inputs})`;
  };
  const came = item.event === '' ? [] : [`${item.event} came${external ? tellingOf(event) : ''}`];
  const cond = item.cond === undefined ? '' : oneLine(item.cond).replace(ANSWER, '');
  if (cond !== '') return `, because ${[...came, seen(cond)].join(' and ')}`;
  const alone = item.cond === undefined && item.invoke === undefined;
  const passed = alone ? others(item).map((guard) => oneLine(guard).replace(ANSWER, '')) : [];
  const otherwise = passed.length === 0 ? [] : [`not ${passed.map(seen).join(', nor ')}`];
  const reasons = [...came, ...otherwise];
  return reasons.length === 0 ? ', at once' : `, because ${reasons.join(' and ')}`;
}

/** What an event says, but for what only programs want to know. */
function tellingOf(data: Json): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return '';
  const told = Object.entries(data).filter(
    ([name, value]) => !/id$/i.test(name) && value !== null && value !== '',
  );
  return told.length === 0 ? '' : ` (${told.map(([name, value]) => `${name} ${shortly(value)}`).join(', ')})`;
}

/** What a step asked for, in a sentence. */
function actionIn({ kind, attributes }: EngineAction): string[] {
  const text = (name: string): string => shortly(attributes[name] ?? '');
  if (kind === 'callback.state') return [`The callback is ${text('name')}: ${text('why')}.`];
  if (kind === 'callback.complete') return [`The callback is COMPLETED, ${text('reason')}: ${text('why')}.`];
  if (kind === 'callback.attempt')
    return [`The attempt is over: ${text('result')}${attributes['detail'] ? `, ${text('detail')}` : ''}.`];
  const inputs = Object.entries(attributes).filter(
    ([name, value]) => !/id$/i.test(name) && value !== null && value !== '',
  );
  const said = inputs.map(([name, value]) => `${name} ${shortly(value)}`).join(', ');
  return [`Asks for ${kind}${said === '' ? '' : ` (${said})`}.`];
}

function oneLine(source: string): string {
  return source.replace(/\s+/g, ' ').trim();
}
