import { runData } from '../content/data.ts';
import { runScript } from '../content/script.ts';
import { runVar } from '../content/variable.ts';
import type { Context, Parameters } from '../context.ts';
import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import type { Match } from '../input/entry.ts';
import { PageEvent } from '../page-event.ts';
import { property } from '../properties.ts';
import type { Target } from '../target.ts';
import { childrenOf } from '../xml/element.ts';
import { catching } from './catch-event.ts';
import { Dialog, frameOf, type FormItem } from './dialog.ts';
import { understood } from './listen.ts';
import { visitItem } from './visit-item.ts';

/**
 * The form interpretation algorithm (VoiceXML 2.1 appendix C) on a form or menu: initialises it, processes the input
 * that led to it, if any did, then selects and visits items until control goes elsewhere or nothing is left to visit,
 * which ends the session.
 */
export async function runForm(
  context: Context,
  { dialog: element, input }: Pick<Target, 'dialog' | 'input'>,
  parameters: Parameters,
): Promise<Control> {
  const { script } = context.call;
  const dialog = new Dialog(context, element);
  const frame = frameOf(context, dialog, null);
  try {
    const begun = await catching(frame, () => initialise(context, dialog, parameters));
    return begun ?? (await interpret(context, dialog, input));
  } finally {
    script.free([dialog.scope]);
  }
}

async function interpret(context: Context, dialog: Dialog, input: Match | undefined): Promise<Control> {
  const frame = frameOf(context, dialog, null);
  let wanted: FormItem | null = null;
  for (let given = input; ; given = undefined) {
    context.call.step();
    const chosen: FormItem | null = wanted;
    const first = given;
    const control = await catching(frame, () =>
      first ? understood(frame, dialog, first) : visitNext(context, dialog, chosen),
    );
    wanted = control?.kind === 'item' ? control.item : null;
    if (control && control.kind !== 'item') return control;
  }
}

/** One turn: the item that `<goto nextitem>` chose or else the next that is due; without any the session ends. */
async function visitNext(context: Context, dialog: Dialog, chosen: FormItem | null): Promise<Control | null> {
  const { call } = context;
  const item = chosen ?? select(context, dialog);
  if (!item || call.stopped) return { kind: 'exit', result: {}, error: null };
  const frame = frameOf(context, dialog, item);
  return catching(frame, async () => {
    if (call.keypad.left && !call.hangupTold) throw call.hangupEvent('the caller hung up');
    tellMessage(frame);
    return visitItem(frame, dialog, item);
  });
}

/** Genesys: a message from outside is an event where the page wants it to be. */
function tellMessage(frame: Frame): void {
  const { call, application } = frame.context;
  if (property(frame, 'com.genesyslab.externalevents.enable') !== 'true') return;
  const message = call.inbox.take();
  if (!message) return;
  const value = { contenttype: message.contentType, content: message.body };
  call.script.set(application.scope, 'lastmessage$', value);
  throw new PageEvent('externalmessage', message.body);
}

/** Variables, scripts and form items in document order (VoiceXML 2.1 §2.1.6.1). */
async function initialise(context: Context, dialog: Dialog, parameters: Parameters): Promise<null> {
  const { script } = context.call;
  const frame = frameOf(context, dialog, null);
  for (const child of childrenOf(dialog.element)) {
    const item = dialog.items.find(({ element }) => element === child);
    const given = child.name === 'var' ? parameters.get(child.attributes.get('name') ?? '') : undefined;
    if (given) script.put(dialog.scope, child.attributes.get('name') ?? '', given);
    else if (child.name === 'var') runVar(frame, child);
    else if (child.name === 'script') await runScript(frame, child);
    else if (child.name === 'data') await runData(frame, child);
    else if (item) initialiseItem(context, dialog, item);
  }
  return null;
}

function initialiseItem({ call: { script } }: Context, dialog: Dialog, item: FormItem): void {
  const expression = item.element.attributes.get('expr');
  if (item.element.attributes.has('name')) script.declare(dialog.chain, item.name, expression);
  else if (expression !== undefined)
    script.put(dialog.scope, item.name, script.hold(dialog.chain, expression));
}

/** The first item whose variable is undefined and whose condition holds. */
function select(context: Context, dialog: Dialog): FormItem | null {
  const { script } = context.call;
  for (const item of dialog.items) {
    if (!script.isUndefined(dialog.scope, item.name)) continue;
    const cond = item.element.attributes.get('cond');
    if (cond === undefined || script.test(dialog.chain, cond)) return item;
  }
  return null;
}
