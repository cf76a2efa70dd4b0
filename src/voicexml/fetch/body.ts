import type { Random } from '../../core/random.ts';
import type { FetchRequest, FormPart } from '../fetcher.ts';

/** The body of a request as bytes, with its media type; `bytes` is null when it has none. */
export function bodyOf(
  { form, parts }: FetchRequest,
  random: Random,
): { type: string; bytes: Uint8Array | null } {
  if (parts) return multipart(parts, random);
  if (!form) return { type: '', bytes: null };
  return {
    type: 'application/x-www-form-urlencoded',
    bytes: Buffer.from(new URLSearchParams(form).toString()),
  };
}

/** RFC 7578. The boundary is long enough that no content holds it. */
function multipart(parts: readonly FormPart[], random: Random): { type: string; bytes: Uint8Array } {
  const boundary = `ringback-${Array.from({ length: 4 }, () => random.next().toString(36).slice(2)).join('')}`;
  const pieces = parts.flatMap(({ name, value, type }) => {
    const file = type === null ? '' : `; filename="${escaped(name)}"\r\nContent-Type: ${type}`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${file}\r\n\r\n`;
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')];
  });
  const bytes = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, bytes };
}

function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
