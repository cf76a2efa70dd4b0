import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import type { XmlElement } from '../xml/element.ts';
import { eitherAttribute } from './attribute-pair.ts';

/** How long a message is waited for when the page does not say. */
const LONGEST = '10s';

/**
 * Genesys' `<gvp:receive>`: waits for a message from outside the call, or takes one that has come. It stands in
 * `application.lastmessage$`, which is undefined when none came in time.
 */
export async function runReceive(frame: Frame, element: XmlElement): Promise<void> {
  const { call, application } = frame.context;
  const text = eitherAttribute(frame, element, ['maxtime', 'maxtimeexpr']) ?? LONGEST;
  const message = await call.inbox.wait(timeMs(text));
  if (message) call.heard();
  const value = message && { contenttype: message.contentType, content: message.body };
  call.script.set(application.scope, 'lastmessage$', value ?? undefined);
}
