import { deleteStored, readStorage, readStored, writeStorage } from '../../app/callback-storage.ts';
import { endpoint } from '../endpoint.ts';
import { allTexts, asBytes, asText, bytes, pairs, text, textsOf, valuesOf } from './stored-values.ts';

export const readAll = endpoint({
  method: 'get',
  path: '/1/service/{id}/storage',
  summary: 'All that is stored with a callback',
  inferred: 'user data of the request is there from the start; bytes in base64',
  answer: allTexts,
  handle: async (app, { path }) => textsOf(app, await readStorage(app, path.id)),
});

export const readOne = endpoint({
  method: 'get',
  path: '/1/service/{id}/storage/{key}',
  summary: 'A stored value as text',
  answer: text,
  handle: async (app, { path }) => asText(app, path.key, await readStored(app, path.id, path.key)),
});

export const readBinary = endpoint({
  method: 'get',
  path: '/1/service/{id}/storage/binary/{key}',
  summary: 'A stored value as the bytes that were sent',
  answer: bytes,
  handle: async (app, { path }) => asBytes(app, path.key, await readStored(app, path.id, path.key)),
});

export const write = endpoint({
  method: 'post',
  path: '/1/service/{id}/storage',
  summary: 'Store pairs, and files of a multipart form, with a callback',
  body: pairs,
  answer: null,
  handle: async (app, { path, body, files }) => writeStorage(app, path.id, valuesOf(body, files)),
});

export const remove = endpoint({
  method: 'delete',
  path: '/1/service/{id}/storage/{key}',
  summary: 'Forget a stored value',
  inferred: '404 when there is none',
  answer: null,
  handle: async (app, { path }) => deleteStored(app, path.id, path.key),
});
