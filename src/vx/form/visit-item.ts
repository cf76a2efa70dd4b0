import type { Json, JsonObject } from '../../core/json.ts';
import type { Control } from '../control.ts';
import { runContent } from '../content/run-content.ts';
import { runGoto } from '../content/transitions.ts';
import type { Frame } from '../frame.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { keysOf } from '../grammar/literals.ts';
import { collect, type Collected } from '../input/collect.ts';
import { PageEvent, semanticError, unsupported } from '../page-event.ts';
import { property, timeProperty } from '../properties.ts';
import { queueItemPrompts } from '../prompt/queue-prompts.ts';
import { timeMs } from '../duration.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { runFilled } from './filled.ts';
import { activeGrammars } from './grammars.ts';
import { runSubdialog } from './subdialog.ts';

/** Visits a form item: carries it out, or listens for the caller (VoiceXML 2.1 appendix C, collect and process). */
export async function visitItem(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { script } = frame.context.call;
  switch (item.element.name) {
    case 'block':
      script.set(dialog.scope, item.variable, true);
      dialog.reprompt = true;
      return runContent(frame, item.element.children, item.element);
    case 'field':
    case 'initial':
    case 'menu':
      return listen(frame, dialog, item);
    case 'subdialog':
      await prompt(frame, dialog, item);
      return runSubdialog(frame, dialog, item);
    default:
      throw unsupported(item.element.name);
  }
}

async function prompt(frame: Frame, dialog: Dialog, item: FormItem): Promise<void> {
  if (!dialog.reprompt) return;
  await queueItemPrompts(frame, item.prompts++);
  dialog.reprompt = false;
}

async function listen(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { call } = frame.context;
  await prompt(frame, dialog, item);
  const grammars = await activeGrammars(frame);
  if (grammars.length === 0) throw new PageEvent('error.semantic', 'nothing is listened for: there is no key grammar');
  await call.prompts.playBeforeInput();
  if (call.keypad.left) return left(frame);
  await call.platform.listen();
  const collected = await collect(call.keypad, grammars, {
    timeout: promptTimeout(item, frame),
    interdigit: timeProperty(frame, 'interdigittimeout'),
    term: timeProperty(frame, 'termtimeout'),
    termchar: property(frame, 'termchar') ?? '',
  });
  call.heard();
  return process(frame, dialog, collected);
}

/** §4.1.7: the last prompt's own time-out, else the property. */
function promptTimeout(item: FormItem, frame: Frame): number {
  const own = childrenOf(item.element, 'prompt').findLast((one) => one.attributes.has('timeout'))?.attributes.get('timeout');
  return own === undefined ? timeProperty(frame, 'timeout') : timeMs(own);
}

async function process(frame: Frame, dialog: Dialog, collected: Collected): Promise<Control | null> {
  switch (collected.kind) {
    case 'left':
      return left(frame);
    case 'noinput':
      throw new PageEvent('noinput');
    case 'nomatch':
      throw new PageEvent('nomatch', collected.keys);
    case 'match':
      return matched(frame, dialog, collected.grammar, {
        utterance: keysOf(collected.path),
        interpretation: collected.grammar.meaning(collected.path),
      });
  }
}

/** The next wait after the caller left ends the session. */
function left(frame: Frame): Control {
  if (!frame.context.call.hangupThrown) throw new PageEvent('connection.disconnect.hangup', 'the caller hung up');
  return { kind: 'exit', result: frame.context.call.disconnected ?? {}, error: null };
}

interface Result {
  utterance: string;
  interpretation: Json;
}

async function matched(frame: Frame, dialog: Dialog, { owner }: Grammar, result: Result): Promise<Control | null> {
  const { call, application } = frame.context;
  const { utterance, interpretation } = result;
  const shadow: JsonObject = { utterance, interpretation, inputmode: 'dtmf', confidence: 1 };
  call.script.setResults(application.scope, 'lastresult$', [shadow]);
  if (owner.name === 'choice' || owner.name === 'link') return follow(frame, owner);
  const filled = fill(frame, dialog, owner, { shadow, interpretation });
  dialog.reprompt = true;
  return runFilled(frame, dialog, filled);
}

/** Gives the items their values: the field that was asked, or, from a grammar of the form, all it names (§3.1.6). */
function fill(
  frame: Frame,
  dialog: Dialog,
  owner: XmlElement,
  { shadow, interpretation }: { shadow: JsonObject; interpretation: Json },
): FormItem[] {
  const { script } = frame.context.call;
  const isForm = owner === dialog.element;
  const asked = isForm ? [] : dialog.items.filter(({ element }) => element === owner || owner.parent === element);
  const structured = interpretation !== null && typeof interpretation === 'object' && !Array.isArray(interpretation);
  const targets = isForm ? dialog.items.filter(({ element }) => element.name === 'field') : asked;
  const filled: FormItem[] = [];
  for (const item of targets) {
    const slot = item.element.attributes.get('slot') ?? item.variable;
    const member = structured ? (interpretation as JsonObject)[slot] : undefined;
    if (isForm && member === undefined) continue;
    script.set(dialog.scope, item.variable, member ?? interpretation);
    script.set(dialog.scope, `${item.variable}$`, shadow);
    filled.push(item);
  }
  if (isForm)
    for (const { element, variable } of dialog.items)
      if (element.name === 'initial') script.set(dialog.scope, variable, true);
  return filled;
}

/** A choice or link goes somewhere or throws. */
function follow(frame: Frame, element: XmlElement): Promise<Control> {
  const expr = element.attributes.get('eventexpr');
  const { script } = frame.context.call;
  const event = expr === undefined ? element.attributes.get('event') : script.text(frame.chain, expr);
  if (event !== undefined) throw new PageEvent(event, element.attributes.get('message') ?? '');
  if (!element.attributes.has('next') && !element.attributes.has('expr')) throw semanticError('a choice without a destination');
  return runGoto(frame, element);
}
