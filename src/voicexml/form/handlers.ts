import { elementsAround, type Frame } from '../frame.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';
import type { EventCounters } from './event-counters.ts';

/** `<catch>` and its short forms (VoiceXML 2.1 §5.2.3). */
const HANDLERS = ['catch', 'error', 'help', 'noinput', 'nomatch'];

/**
 * The handler of an event (VoiceXML 2.1 §5.2.4). Handlers of the element and all around it count as if copied there:
 * of those whose event is a dotted prefix, whose condition holds and whose count is not above that of the event, the
 * highest count wins, then the innermost, then the first. `running` ones are passed over, so an event that a handler
 * throws goes outward.
 */
export function chooseHandler(
  frame: Frame,
  event: string,
  { counters, running }: { counters: EventCounters; running: ReadonlySet<XmlElement> },
): XmlElement | undefined {
  const { script } = frame.context.call;
  let best: XmlElement | undefined;
  for (const handler of elementsAround(frame).flatMap((element) => childrenOf(element, ...HANDLERS))) {
    if (running.has(handler) || (best && countOf(best) >= countOf(handler))) continue;
    const due = prefixesOf(handler).some(
      (prefix) => isPrefix(prefix, event) && counters.of(prefix) >= countOf(handler),
    );
    const cond = handler.attributes.get('cond');
    if (due && (cond === undefined || script.test(frame.chain, cond))) best = handler;
  }
  return best;
}

/** The events a handler is for; the empty prefix stands for all. */
function prefixesOf(handler: XmlElement): string[] {
  if (handler.name !== 'catch') return [handler.name];
  const events = handler.attributes.get('event')?.split(/\s+/).filter(Boolean) ?? [];
  return events.length === 0 ? [''] : events.map((event) => event.replace(/\.$/, ''));
}

function isPrefix(prefix: string, event: string): boolean {
  return prefix === '' || event === prefix || event.startsWith(`${prefix}.`);
}

function countOf(handler: XmlElement): number {
  return Number(handler.attributes.get('count') ?? 1);
}
