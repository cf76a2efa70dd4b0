import { runContent } from '../content/run-content.ts';
import type { Control } from '../control.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import { unsupported } from '../page-event.ts';
import { property } from '../properties.ts';
import { queueItemPrompts } from '../prompt/queue-prompts.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { listen } from './listen.ts';
import { runRecord } from './record.ts';
import { runSubdialog } from './subdialog.ts';
import { runTransfer } from './transfer.ts';

/**
 * Visits a form item: carries it out, or listens to the caller (VoiceXML 2.1 appendix C, collect and process).
 * @throws PageEvent for the handlers of the item
 */
export async function visitItem(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { element } = item;
  const promptsDue = dialog.promptsDue;
  dialog.promptsDue = true;
  if (element.name === 'block') {
    frame.context.call.script.set(dialog.scope, item.name, true);
    return withAnonymousScope(frame, (inner) => runContent(inner, element.children, element));
  }
  const visit = visits[element.name];
  if (!visit) throw unsupported(element.name);
  frame.context.call.keypad.listenToKeys(hearsKeys(frame));
  if (promptsDue) await queueItemPrompts(frame, item.promptCount++);
  return visit(frame, dialog, item);
}

/** Keys are input unless `inputmodes` says that only speech is (VoiceXML 2.1 §6.3.6). */
function hearsKeys(frame: Frame): boolean {
  const modes = property(frame, 'inputmodes')?.split(/\s+/) ?? [];
  return !modes.includes('voice') || modes.includes('dtmf');
}

const visits: Readonly<Record<string, typeof listen | undefined>> = {
  field: listen,
  initial: listen,
  menu: listen,
  record: runRecord,
  subdialog: runSubdialog,
  transfer: runTransfer,
};
