import type { XmlElement } from './xml/element.ts';

/**
 * A VoiceXML event on its way to a handler: thrown by `<throw>`, by the platform, or by anything in the browser that
 * finds a mistake in a page. Names are dotted: `noinput`, `error.semantic`, `connection.disconnect.hangup`.
 */
export class PageEvent extends Error {
  readonly event: string;
  /** The element that threw it, for the handlers of Genesys pages. */
  element: XmlElement | null = null;

  constructor(event: string, message = '') {
    super(message);
    this.name = 'PageEvent';
    this.event = event;
  }
}

/** `error.semantic`: a run-time mistake in a page, such as a variable that does not exist (VoiceXML 2.1 §5.2.6). */
export function semanticError(message: string): PageEvent {
  return new PageEvent('error.semantic', message);
}

/** `error.badfetch`: a document that cannot be had or is not what it must be (VoiceXML 2.1 §5.2.6). */
export function badFetch(message: string): PageEvent {
  return new PageEvent('error.badfetch', message);
}

/** `error.unsupported.<element>` (VoiceXML 2.1 §5.2.6). */
export function unsupported(what: string, message = `${what} is not supported`): PageEvent {
  return new PageEvent(`error.unsupported.${what}`, message);
}

/** Notes on an event that something throws which element it came from; the innermost stays. */
export async function placed<Result>(running: Promise<Result>, element: XmlElement): Promise<Result> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof PageEvent) error.element ??= element;
    throw error;
  }
}
