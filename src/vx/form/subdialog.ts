import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import { PageEvent, semanticError } from '../page-event.ts';
import { runDocuments } from '../run-documents.ts';
import { resolveTarget } from '../target.ts';
import { childrenOf } from '../xml/element.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { runFilled } from './filled.ts';

/** `<subdialog>` (VoiceXML 2.1 §2.3.4): a context of its own on the same call, whose values come back as an object. */
export async function runSubdialog(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { context } = frame;
  const { call } = context;
  if (context.depth >= call.limits.subdialogs) throw semanticError('subdialogs are nested too deeply');
  const { attributes } = item.element;
  const expr = attributes.get('srcexpr');
  const reference = expr === undefined ? (attributes.get('src') ?? '') : call.script.text(frame.chain, expr);
  const names = (attributes.get('namelist') ?? '').split(/\s+/).filter(Boolean);
  const fields = names.map((name): [string, string] => [name, call.script.text(frame.chain, name)]);
  const method = attributes.get('method') === 'post' ? 'post' : 'get';
  const target = await resolveTarget(context, { reference, via: 'subdialog', method, fields });
  const parameters = new Map(
    childrenOf(item.element, 'param').map((param) => {
      const value = param.attributes.get('expr') ?? JSON.stringify(param.attributes.get('value') ?? '');
      return [param.attributes.get('name') ?? '', call.script.hold(frame.chain, value)] as const;
    }),
  );
  const control = await runDocuments(call, target, { depth: context.depth + 1, parameters });
  if (control.kind === 'return-event') throw new PageEvent(control.event.event, control.event.message);
  if (control.kind !== 'return') return control;
  call.script.put(dialog.scope, item.variable, control.values);
  dialog.reprompt = true;
  return runFilled(frame, dialog, [item]);
}
