import type { Json, JsonObject } from '../../core/json.ts';
import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Dialog, FormItem } from './dialog.ts';

/** What a grammar understood, with the members of `lastresult$` (VoiceXML 2.1 §5.1.5). */
export type Understood = JsonObject & { interpretation: Json };

/**
 * Gives items their values (VoiceXML 2.1 §3.1.6): a grammar of a field fills it, with the member of the meaning that
 * has its name if there is one; a grammar of the form fills every field that has a member. Answers what was filled.
 */
export function fill(
  frame: Frame,
  dialog: Dialog,
  { owner, result }: { owner: XmlElement; result: Understood },
): FormItem[] {
  const { script } = frame.context.call;
  const isForm = owner === dialog.element;
  const filled = dialog.items.filter((item) => {
    if (isForm ? item.element.name !== 'field' : item.element !== owner) return false;
    const member = memberOf(result.interpretation, item.element.attributes.get('slot') ?? item.name);
    if (isForm && member === undefined) return false;
    script.set(dialog.scope, item.name, member ?? result.interpretation);
    script.set(dialog.scope, `${item.name}$`, result);
    return true;
  });
  if (filled.length > 0)
    for (const { element, name } of dialog.items)
      if (element.name === 'initial') script.set(dialog.scope, name, true);
  return filled;
}

/** A slot may be a path such as `pizza.size`. */
function memberOf(meaning: Json, slot: string): Json | undefined {
  let at: Json | undefined = meaning;
  for (const name of slot.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as JsonObject)[name];
  }
  return at;
}
