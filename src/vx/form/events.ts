import { activePages } from '../context.ts';
import type { Control } from '../control.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import type { PageEvent } from '../page-event.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import type { Dialog } from './dialog.ts';

/** Runs a handler's content; the executable content itself is elsewhere. */
export type RunHandler = (frame: Frame, handler: XmlElement) => Promise<Control | null>;

/** Short forms of `<catch>` (VoiceXML 2.1 §5.2.3). */
const shorthands = ['catch', 'error', 'help', 'noinput', 'nomatch'];

/**
 * Finds and runs the handler of an event (VoiceXML 2.1 §5.2.4): those of the element and its ancestors as if by copy,
 * whose event is a dotted prefix, whose condition holds and whose count is not above the event's; of these the highest
 * count, then the first. `busy` are handlers that are running: an event thrown in one goes outward.
 */
export async function handleEvent(
  frame: Frame,
  event: PageEvent,
  run: RunHandler,
  busy: readonly XmlElement[] = [],
): Promise<{ control: Control | null; handled: boolean }> {
  const counts = countsOf(frame);
  if (!busy.length) count(counts, event.event);
  const handler = choose(frame, event.event, counts, busy);
  if (!handler) return { control: null, handled: false };
  const control = await withAnonymousScope(frame, (inner, scope) => {
    const { script } = frame.context.call;
    script.set(scope, '_event', event.event);
    script.set(scope, '_message', event.message);
    return run(inner, handler);
  });
  return { control, handled: true };
}

/** The handler that is chosen, for a check whether an event would be caught by one not running already. */
function choose(
  frame: Frame,
  name: string,
  counts: Map<string, number>,
  busy: readonly XmlElement[],
): XmlElement | null {
  const { script } = frame.context.call;
  let best: { handler: XmlElement; count: number } | null = null;
  for (const element of lineage(frame))
    for (const handler of childrenOf(element, ...shorthands)) {
      const wanted = Number(handler.attributes.get('count') ?? 1);
      if (busy.includes(handler) || (best && best.count >= wanted)) continue;
      const reached = namesOf(handler).some((prefix) => matches(prefix, name) && (counts.get(prefix) ?? 0) >= wanted);
      const cond = handler.attributes.get('cond');
      if (reached && (cond === undefined || script.test(frame.chain, cond))) best = { handler, count: wanted };
    }
  return best?.handler ?? null;
}

/** The element, its ancestors, then the application root document. */
function lineage(frame: Frame): XmlElement[] {
  const elements: XmlElement[] = [];
  for (let at: XmlElement | null = frame.element; at; at = at.parent) elements.push(at);
  const roots = activePages(frame.context).map((page) => page.root);
  return [...elements, ...roots.filter((root) => !elements.includes(root))];
}

function namesOf(handler: XmlElement): string[] {
  if (handler.name !== 'catch') return [handler.name];
  const names = (handler.attributes.get('event') ?? '').split(/\s+/).filter((name) => name !== '' && name !== '.');
  return names.length === 0 ? [''] : names.map((name) => name.replace(/\.$/, ''));
}

function matches(prefix: string, name: string): boolean {
  return prefix === '' || name === prefix || name.startsWith(`${prefix}.`);
}

/** §5.2.2: an occurrence counts for the event and for each prefix of it. */
function count(counts: Map<string, number>, name: string): void {
  const parts = name.split('.');
  for (let length = 0; length <= parts.length; length++) {
    const prefix = parts.slice(0, length).join('.');
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
}

function countsOf({ dialog, element }: Frame): Map<string, number> {
  if (!dialog) return new Map();
  const known = dialog.counts.get(element) ?? new Map<string, number>();
  dialog.counts.set(element, known);
  return known;
}

/** Forgets all counts: the form is visited afresh, or cleared (§5.3.3). */
export function clearCounts(dialog: Dialog): void {
  dialog.counts.clear();
}
