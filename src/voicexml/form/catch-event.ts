import { runContent } from '../content/run-content.ts';
import type { Control } from '../control.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import type { XmlElement } from '../xml/element.ts';
import { EventCounters } from './event-counters.ts';
import { chooseHandler } from './handlers.ts';

const HELP = 'Sorry, there is no help for this.';
const FAILURE = 'Sorry, something went wrong.';

/**
 * Gives an event to its handler, and what the handler throws to another, until one comes to its end or sends control
 * elsewhere. After a handler without `<reprompt>` the next item does not say its prompts (VoiceXML 2.1 §5.3.6).
 */
export async function catchEvent(frame: Frame, thrown: PageEvent): Promise<Control | null> {
  const { call } = frame.context;
  const counters = (frame.item ?? frame.dialog)?.events ?? new EventCounters();
  const running = new Set<XmlElement>();
  for (let event = thrown; ;) {
    call.step();
    counters.count(event.event);
    if (frame.dialog) frame.dialog.promptsDue = false;
    try {
      const handler = chooseHandler(frame, event.event, { counters, running });
      if (!handler) return handleByDefault(frame, event);
      running.add(handler);
      return await runHandler(frame, handler, event);
    } catch (error) {
      if (!(error instanceof PageEvent)) throw error;
      event = error;
    }
  }
}

/** Runs something; the event it throws goes to its handler. */
export async function catching(frame: Frame, run: () => Promise<Control | null>): Promise<Control | null> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PageEvent) return catchEvent(frame, error);
    throw error;
  }
}

function runHandler(frame: Frame, handler: XmlElement, event: PageEvent): Promise<Control | null> {
  const { script } = frame.context.call;
  return withAnonymousScope(frame, (inner, scope) => {
    script.set(scope, '_event', event.event);
    script.set(scope, '_message', event.message === '' ? undefined : event.message);
    // Genesys: where it happened.
    const element = event.element ?? frame.element;
    script.set(scope, '_element', element.name);
    script.set(scope, '_line', element.line);
    script.set(scope, '_url', frame.context.page.url);
    return runContent(inner, handler.children, handler);
  });
}

/** What the browser does when no page handles an event (VoiceXML 2.1 §5.2.5). */
function handleByDefault(frame: Frame, { event, message }: PageEvent): Control | null {
  const { call, page } = frame.context;
  const say = (text: string): void =>
    call.prompts.add([{ kind: 'text', text, locale: 'en-US' }], 'any-key', null);
  const [kind = ''] = event.split('.');
  if (kind === 'help') say(HELP);
  if (['help', 'noinput', 'nomatch'].includes(kind) && frame.dialog) frame.dialog.promptsDue = true;
  if (['help', 'noinput', 'nomatch', 'cancel'].includes(kind)) return null;
  if (['exit', 'connection'].includes(kind)) return { kind: 'exit', result: {}, error: null };
  call.log.warn({ event, page: page.url }, `no handler for ${event}: ${message}`);
  say(FAILURE);
  return { kind: 'exit', result: {}, error: message === '' ? event : `${event}: ${message}` };
}
