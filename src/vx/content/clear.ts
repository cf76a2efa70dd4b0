import type { Frame } from '../frame.ts';
import { semanticError } from '../page-event.ts';

/** `<clear>`: variables undefined again; of form items the prompt and event counts too (VoiceXML 2.1 §5.3.3). */
export function clearItems(frame: Frame, namelist: string | undefined): void {
  const { dialog } = frame;
  const { script } = frame.context.call;
  if (namelist === undefined) {
    for (const item of dialog?.items ?? []) {
      script.set(dialog?.scope ?? 0, item.variable, undefined);
      item.prompts = 1;
    }
    dialog?.counts.clear();
    return;
  }
  for (const name of namelist.split(/\s+/).filter(Boolean)) {
    const item = dialog?.items.find((one) => one.variable === name);
    if (item && dialog) {
      script.set(dialog.scope, name, undefined);
      item.prompts = 1;
      dialog.counts.delete(item.element);
    } else if (/^[\w$.]+$/.test(name)) script.assign(frame.chain, name, 'undefined');
    else throw semanticError(`"${name}" is not a variable`);
  }
}
