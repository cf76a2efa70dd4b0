import type { Call } from '../call.ts';
import type { Control } from '../control.ts';
import { runContent } from '../content/run-content.ts';
import type { Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import type { XmlElement } from '../xml/element.ts';
import { handleEvent } from './events.ts';

/** Events thrown in handlers of events thrown in handlers ... */
const DEEPEST = 10;

/** Hands an event to its handler; what nobody handles is handled by the rules of VoiceXML 2.1 §5.2.5. */
export async function catchEvent(frame: Frame, event: PageEvent): Promise<Control | null> {
  const busy: XmlElement[] = [];
  let current = event;
  for (let depth = 0; depth < DEEPEST; depth++) {
    frame.context.call.step();
    if (current.event.startsWith('connection.disconnect')) frame.context.call.hangupThrown = true;
    try {
      const { control, handled } = await handleEvent(
        frame,
        current,
        (inner, handler) => {
          busy.push(handler);
          return runContent(inner, handler.children, handler);
        },
        busy,
      );
      return handled ? control : byDefault(frame, current);
    } catch (error) {
      if (!(error instanceof PageEvent)) throw error;
      current = error;
    }
  }
  return { kind: 'exit', result: {}, error: `${current.event} ${current.message}` };
}

/** The caller left: told once, as an event; after that the next wait ends the session. */
export function throwIfLeft(call: Call): void {
  if (call.keypad.left && !call.hangupThrown)
    throw new PageEvent('connection.disconnect.hangup', 'the caller hung up');
}

async function byDefault(frame: Frame, { event, message }: PageEvent): Promise<Control | null> {
  const { call } = frame.context;
  const name = event.split('.')[0] ?? '';
  if (['noinput', 'nomatch', 'help'].includes(name)) {
    if (frame.dialog) frame.dialog.reprompt = true;
    return null;
  }
  if (name === 'connection' || name === 'exit') {
    await call.prompts.playOut();
    return { kind: 'exit', result: call.disconnected ?? {}, error: null };
  }
  call.log.warn({ event, page: frame.context.page.url }, `a page did not handle ${event}: ${message}`);
  return { kind: 'exit', result: {}, error: `${event}: ${message}` };
}
