import { z } from 'zod';

import { deleteStored, readStorage, readStored, writeStorage } from '../../app/callback-storage.ts';
import type { App } from '../../app/ports.ts';
import type { StoredValue } from '../../callback/record.ts';
import type { Json } from '../../core/json.ts';
import { isHidden } from '../../core/redact.ts';
import { Bytes, endpoint } from '../endpoint.ts';
import type { FormFile } from '../multipart.ts';
import { shown } from '../shown.ts';

const TEXT = 'text/plain; charset=utf-8';

export const readAll = endpoint({
  method: 'get',
  path: '/1/service/{id}/storage',
  summary: 'All that is stored with a callback',
  inferred: 'user data of the request is there from the start; bytes in base64',
  answer: z.record(z.string(), z.string()),
  async handle(app, { path }) {
    const storage = Object.entries(await readStorage(app, path.id));
    return shown(app, Object.fromEntries(storage.map(([key, value]) => [key, textOf(value)])));
  },
});

export const readOne = endpoint({
  method: 'get',
  path: '/1/service/{id}/storage/{key}',
  summary: 'A stored value as text',
  answer: z.string(),
  async handle(app, { path }) {
    return new Bytes(TEXT, Buffer.from(textOf(await valueShown(app, path))));
  },
});

export const readBinary = endpoint({
  method: 'get',
  path: '/1/service/{id}/storage/binary/{key}',
  summary: 'A stored value as the bytes that were sent',
  answer: z.string().meta({ format: 'binary' }),
  async handle(app, { path }) {
    const value = await valueShown(app, path);
    if ('text' in value) return new Bytes(TEXT, Buffer.from(value.text));
    return new Bytes(value.type, Buffer.from(value.base64, 'base64'));
  },
});

export const write = endpoint({
  method: 'post',
  path: '/1/service/{id}/storage',
  summary: 'Store pairs, and files of a multipart form, with a callback',
  body: z.looseObject({}),
  answer: null,
  async handle(app, { path, body, files }) {
    const texts = Object.entries(body as Record<string, Json>)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, { text: typeof value === 'string' ? value : JSON.stringify(value) }]);
    await writeStorage(app, path.id, Object.fromEntries([...texts, ...files.map(stored)]) as Stored);
    return undefined;
  },
});

export const remove = endpoint({
  method: 'delete',
  path: '/1/service/{id}/storage/{key}',
  summary: 'Forget a stored value',
  inferred: '404 when there is none',
  answer: null,
  async handle(app, { path }) {
    await deleteStored(app, path.id, path.key);
    return undefined;
  },
});

async function valueShown(app: App, { id, key }: { id: string; key: string }): Promise<StoredValue> {
  const value = await readStored(app, id, key);
  return isHidden(key, app.config().genesys.privateKeys) ? { text: '***' } : shown(app, value);
}

type Stored = Record<string, StoredValue>;

/** A media type is kept if it is one: it becomes a header again. */
function stored({ name, type, bytes }: FormFile): [string, StoredValue] {
  const known = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
  return [name, { type: known, base64: Buffer.from(bytes).toString('base64') }];
}

function textOf(value: StoredValue): string {
  return 'text' in value ? value.text : value.base64;
}
