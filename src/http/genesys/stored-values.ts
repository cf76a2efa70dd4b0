import { z } from 'zod';

import type { App } from '../../app/ports.ts';
import type { StoredValue } from '../../callback/record.ts';
import type { StoredValues } from '../../callback/stored-values.ts';
import { isHidden } from '../../core/redact.ts';
import { asParameters, Bytes } from '../endpoint.ts';
import type { FormFile } from '../multipart.ts';
import { shown } from '../shown.ts';

const TEXT = 'text/plain; charset=utf-8';

/** Pairs of a body; files come beside it. */
export const pairs = z.looseObject({});
/** All that is stored in a place. */
export const allTexts = z.record(z.string(), z.string());
export const text = z.string();
export const bytes = z.string().meta({ format: 'binary' });

/** The pairs and files of a request, as they are stored. */
export function valuesOf(body: Record<string, unknown>, files: readonly FormFile[]): StoredValues {
  const texts = Object.entries(asParameters(body))
    .filter(([, value]) => value !== null)
    .map(([key, value]): [string, StoredValue] => [
      key,
      { text: typeof value === 'string' ? value : JSON.stringify(value) },
    ]);
  return Object.fromEntries([...texts, ...files.map(fileValue)]);
}

/** A media type is kept if it is one: it becomes a header again. */
function fileValue({ name, type, bytes: content }: FormFile): [string, StoredValue] {
  const known = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
  return [name, { type: known, base64: Buffer.from(content).toString('base64') }];
}

/** All of a place as texts, bytes in base64. */
export function textsOf(app: App, values: StoredValues): Record<string, string> {
  return shown(app, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, textOf(value)])));
}

/** A value as text, unless its key is one that nobody reads. */
export function asText(app: App, key: string, value: StoredValue): Bytes {
  return new Bytes(TEXT, Buffer.from(textOf(visible(app, key, value))));
}

/** A value as the bytes that were sent. */
export function asBytes(app: App, key: string, value: StoredValue): Bytes {
  const seen = visible(app, key, value);
  if ('text' in seen) return new Bytes(TEXT, Buffer.from(seen.text));
  return new Bytes(seen.type, Buffer.from(seen.base64, 'base64'));
}

function visible(app: App, key: string, value: StoredValue): StoredValue {
  return isHidden(key, app.config().genesys.privateKeys) ? { text: '***' } : shown(app, value);
}

function textOf(value: StoredValue): string {
  return 'text' in value ? value.text : value.base64;
}
