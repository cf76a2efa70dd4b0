import type { Context } from '../context.ts';
import { documentChain } from '../context.ts';
import type { Control } from '../control.ts';
import { runContent, runScript } from '../content/run-content.ts';
import type { Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import { itemsOf, type Dialog, type FormItem } from './dialog.ts';
import { catchEvent, throwIfLeft } from './catch-event.ts';
import { visitItem } from './visit-item.ts';

/** Values of a subdialog's parameters. */
export type Parameters = ReadonlyMap<string, { held: number }>;

/**
 * The form interpretation algorithm (VoiceXML 2.1 appendix C): initialise, then select, collect and process until
 * control goes elsewhere or nothing is left to fill.
 */
export async function runForm(context: Context, element: XmlElement, parameters?: Parameters): Promise<Control> {
  const { call } = context;
  const scope = call.script.newScope('dialog');
  const chain = [...documentChain(context), scope];
  const dialog: Dialog = { element, scope, chain, items: itemsOf(element), counts: new Map(), reprompt: true };
  const frame: Frame = { context, dialog, item: null, element, chain };
  try {
    const begun = await guarded(frame, async () => initialise(frame, dialog, parameters));
    return begun ?? (await interpret(frame, dialog));
  } finally {
    call.script.free([scope]);
  }
}

async function interpret(frame: Frame, dialog: Dialog): Promise<Control> {
  let wanted: string | null = null;
  for (;;) {
    frame.context.call.step();
    const item = await select(frame, dialog, wanted);
    // §2.1.6: nothing left is an implicit exit.
    if (item === 'none') {
      await frame.context.call.prompts.playOut();
      return { kind: 'exit', result: {}, error: null };
    }
    if ('kind' in item) return item;
    wanted = null;
    const visited: Frame = { ...frame, item, element: item.element };
    const control = await guarded(visited, () => visitItem(visited, dialog, item));
    if (control?.kind === 'item') {
      wanted = control.name;
      dialog.reprompt = true;
    } else if (control) return control;
  }
}

/** Runs something in a frame; an event it throws goes to its handler. */
async function guarded(frame: Frame, run: () => Promise<Control | null>): Promise<Control | null> {
  try {
    throwIfLeft(frame.context.call);
    return await run();
  } catch (error) {
    if (error instanceof PageEvent) return catchEvent(frame, error);
    throw error;
  }
}

async function initialise(frame: Frame, dialog: Dialog, parameters?: Parameters): Promise<null> {
  const { script } = frame.context.call;
  for (const child of childrenOf(dialog.element)) {
    if (child.name === 'script') await runScript(frame, child);
    if (child.name !== 'var') continue;
    const name = child.attributes.get('name') ?? '';
    const given = parameters?.get(name);
    script.declare(frame.chain, name, given ? undefined : child.attributes.get('expr'));
    if (given) script.put(dialog.scope, name, given);
  }
  for (const item of dialog.items) {
    const expr = item.element.attributes.get('expr');
    const own = ['audio', 'script', 'menu'].includes(item.element.name) ? undefined : expr;
    script.declare(frame.chain, item.variable, own);
  }
  return null;
}

/** The item named, or the first whose variable is undefined and whose condition holds. */
async function select(frame: Frame, dialog: Dialog, wanted: string | null): Promise<FormItem | 'none' | Control> {
  const { script } = frame.context.call;
  const named = dialog.items.find((item) => item.variable === wanted);
  if (named) return named;
  for (const item of dialog.items) {
    if (!script.isUndefined(dialog.scope, item.variable)) continue;
    const cond = item.element.attributes.get('cond');
    if (cond === undefined) return item;
    try {
      if (script.test(frame.chain, cond)) return item;
    } catch (error) {
      if (!(error instanceof PageEvent)) throw error;
      return (await catchEvent({ ...frame, item, element: item.element }, error)) ?? item;
    }
  }
  return 'none';
}
