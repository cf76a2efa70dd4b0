import { extname } from 'node:path/posix';

import { fileIn } from '../scxml/file-address.ts';
import { withGivenData } from '../scxml/given-data.ts';
import { chartFiles } from './chart-files.ts';

interface ServedDocument {
  status: 200;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  '.scxml': 'application/scxml+xml; charset=utf-8',
  '.vxml': 'application/voicexml+xml; charset=utf-8',
  '.grxml': 'application/srgs+xml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wav': 'audio/wav',
};

/**
 * A file of the folder of strategies as others load it; null when there is none, or it is not for others. `query`: what
 * an Orchestration Server filled the macros of its `application` option with; data of those names have the values.
 */
export function servedDocument(
  files: Readonly<Record<string, string>>,
  path: string,
  query: Readonly<Record<string, string>> = {},
): ServedDocument | null {
  const type = types[extname(path)];
  const text = type === undefined ? null : fileIn(chartFiles(files), path);
  if (type === undefined || text === null) return null;
  const headers = { 'Content-Type': type, 'Cache-Control': 'no-store' };
  if (type === types['.wav']) return { status: 200, headers, body: Buffer.from(text, 'base64') };
  return { status: 200, headers, body: type === types['.scxml'] ? withGivenData(text, query) : text };
}
