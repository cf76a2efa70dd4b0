/** An event as FreeSWITCH fires it: every value is a string. */
export interface EslEvent {
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** The JSON form: headers in order, the body as `_body` with its length in bytes. */
export function eventAsJson(event: EslEvent): string {
  if (event.body === undefined) return JSON.stringify(event.headers);
  const length = String(Buffer.byteLength(event.body));
  return JSON.stringify({ ...event.headers, 'Content-Length': length, _body: event.body });
}

/** The plain form: URL-encoded values; a body has a Content-Length of its own inside. */
export function eventAsPlain(event: EslEvent): string {
  const lines = Object.entries(event.headers).map(([name, value]) => `${name}: ${urlEncode(value)}`);
  if (event.body === undefined) return lines.join('\n') + '\n\n';
  return [...lines, `Content-Length: ${Buffer.byteLength(event.body)}`].join('\n') + `\n\n${event.body}`;
}

/** Encodes what FreeSWITCH encodes in header values. */
export function urlEncode(value: string): string {
  return value.replace(/[^!$()*,\-./0-9A-Z_a-z~]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => '%' + byte.toString(16).toUpperCase().padStart(2, '0'))
      .join(''),
  );
}
