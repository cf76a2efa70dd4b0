/** What a multipart/form-data body holds: fields by name, and files. */
interface MultipartForm {
  form: Record<string, string>;
  files: FormFile[];
}

export interface FormFile {
  /** Of its field. */
  name: string;
  type: string;
  bytes: Uint8Array;
}

const HEADERS_END = '\r\n\r\n';

/** Reads a body (RFC 7578, as RFC 2046 §5.1.1 delimits it); null when it is malformed. */
export function readMultipart(body: Buffer, contentType: string): MultipartForm | null {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  if (!boundary) return null;
  const delimiter = Buffer.from(`\r\n--${boundary[1] ?? boundary[2] ?? ''}`);
  // The first delimiter need not follow a line.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  const read: MultipartForm = { form: {}, files: [] };
  let at = text.indexOf(delimiter);
  while (at >= 0) {
    const from = at + delimiter.length;
    if (text.toString('latin1', from, from + 2) === '--') return read;
    const next = text.indexOf(delimiter, from);
    if (next < 0 || !readPart(text.subarray(from, next), read)) return null;
    at = next;
  }
  return null;
}

/** False when the part has no name. */
function readPart(part: Buffer, into: MultipartForm): boolean {
  const end = part.indexOf(HEADERS_END);
  if (end < 0) return false;
  const headers = part.toString('utf8', 0, end);
  const bytes = part.subarray(end + HEADERS_END.length);
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(headers)?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === null) return false;
  const type = /^content-type:\s*(\S+)/im.exec(headers)?.[1] ?? 'application/octet-stream';
  if (parameter(disposition, 'filename') !== null) into.files.push({ name, type, bytes });
  else Object.defineProperty(into.form, name, { value: bytes.toString('utf8'), ...OWN });
  return true;
}

/** Whatever a field is called, it is a property of its own. */
const OWN = { enumerable: true, configurable: true, writable: true };

/** Quotes and line ends in names are escaped as browsers do it (WHATWG HTML, multipart/form-data encoding). */
function parameter(disposition: string, name: string): string | null {
  const value = new RegExp(`(?:^|;)\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1];
  return value?.replace(/%22|%0D|%0A/gi, (code) => decodeURIComponent(code)) ?? null;
}
