/** SCXML D.1 */
export const SCXML_PROCESSOR = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';
/** SCXML D.2 */
export const HTTP_PROCESSOR = 'http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor';

/** Values of `type` of a `send` that mean the SCXML event processor. */
export const scxmlTypes = [SCXML_PROCESSOR, 'scxml', ''];

/** Name of the read that says how this server is reached over HTTP: `HttpAccess`. */
export const HTTP_READ = 'http';

/** How sessions are reached over HTTP. */
export interface HttpAccess {
  /** Address of the session that is stepped; those of its children begin with it. */
  location: string;
  /** Events a session sends to its own address go straight into its queue, in their place among the others. */
  loopback: boolean;
}

/** Name of the read that says whether a session runs. */
export function sessionRead(sessionId: string): string {
  return `session:${sessionId}`;
}

export function isHttpType(type: string): boolean {
  return type === HTTP_PROCESSOR || type === 'basichttp';
}
