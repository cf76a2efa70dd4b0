import { documentChain, type Context } from '../context.ts';
import type { Frame } from '../frame.ts';
import { badFetch } from '../page-event.ts';
import type { ScopeChain } from '../script/page-script.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import { EventCounters } from './event-counters.ts';

const INPUT_ITEMS = ['field', 'record', 'transfer', 'object', 'subdialog'];
const ITEMS = [...INPUT_ITEMS, 'block', 'initial'];

/** A form item of the form being interpreted, or the whole of a menu. */
export class FormItem {
  readonly element: XmlElement;
  /** Its variable in the dialog's scope; without a name of its own one that no expression can write. */
  readonly name: string;
  /** Which prompts are due: goes up with each visit that queues them. */
  promptCount = 1;
  readonly events = new EventCounters();

  constructor(element: XmlElement, index: number) {
    this.element = element;
    this.name = element.attributes.get('name') ?? `item ${index}`;
  }

  get isInput(): boolean {
    return INPUT_ITEMS.includes(this.element.name);
  }

  /** As the item was when the form was entered, but for its variable. */
  reset(): void {
    this.promptCount = 1;
    this.events.reset();
  }
}

/** A form or menu while it is interpreted. A menu is a form with one item: itself. */
export class Dialog {
  readonly element: XmlElement;
  readonly items: readonly FormItem[];
  readonly scope: number;
  readonly chain: ScopeChain;
  readonly events = new EventCounters();
  /** The next visit queues the prompts of its item: not so after a handler without `<reprompt>` (§5.3.6). */
  promptsDue = true;

  constructor(context: Context, element: XmlElement) {
    this.element = element;
    const elements = element.name === 'menu' ? [element] : childrenOf(element, ...ITEMS);
    this.items = elements.map((item, index) => new FormItem(item, index));
    this.scope = context.call.script.newScope('dialog');
    this.chain = [...documentChain(context), this.scope];
  }

  /** @throws PageEvent `error.badfetch` when the form has no such item (VoiceXML 2.1 §5.3.7) */
  itemNamed(name: string): FormItem {
    const item = this.items.find((one) => one.name === name);
    if (!item) throw badFetch(`the form has no item "${name}"`);
    return item;
  }
}

/** The form or menu that an element is or stands in; null for what stands in the document itself. */
export function dialogAround(element: XmlElement): XmlElement | null {
  for (let at: XmlElement | null = element; at; at = at.parent)
    if (at.name === 'form' || at.name === 'menu') return at;
  return null;
}

/** Where the content of an item runs and its events are thrown; without an item those of the dialog. */
export function frameOf(context: Context, dialog: Dialog, item: FormItem | null): Frame {
  return { context, dialog, item, element: (item ?? dialog).element, chain: dialog.chain };
}
