import { z } from 'zod';

import {
  deleteData,
  deleteDatum,
  readData,
  readDatum,
  storeData,
  updateData,
} from '../../app/stored-data.ts';
import { RingbackError } from '../../core/errors.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { allTexts, asBytes, asText, bytes, pairs, text, textsOf, valuesOf } from './stored-values.ts';

const store = endpoint({
  method: 'post',
  path: '/1/storage/{ttl}',
  summary: 'Store pairs, and files of a multipart form, for so many seconds',
  inferred: 'a year at most; 64 kB in one place',
  body: pairs,
  answer: z.object({
    id: z.string().meta({ description: 'cannot be guessed: who knows it may read and change it' }),
  }),
  handle: async (app, { path, body, files }) => ({
    id: await storeData(app, secondsOf(path.ttl), valuesOf(body, files)),
  }),
});

const update = endpoint({
  method: 'post',
  path: '/1/storage/{id}/{ttl}',
  summary: 'Add to what is stored, over values of the same keys; all is kept for so many seconds from now',
  inferred: 'keys that are not named stay',
  body: pairs,
  answer: null,
  handle: async (app, { path, body, files }) =>
    updateData(app, path.id, secondsOf(path.ttl), valuesOf(body, files)),
});

const readAll = endpoint({
  method: 'get',
  path: '/1/storage/{id}',
  summary: 'All that is stored under an id',
  inferred: 'bytes in base64; 404 once the time is over',
  answer: allTexts,
  handle: async (app, { path }) => textsOf(app, await readData(app, path.id)),
});

const readBinary = endpoint({
  method: 'get',
  path: '/1/storage/binary/{id}/{key}',
  summary: 'A value of it as the bytes that were sent',
  inferred: 'the path',
  answer: bytes,
  handle: async (app, { path }) => asBytes(app, path.key, await readDatum(app, path.id, path.key)),
});

const readOne = endpoint({
  method: 'get',
  path: '/1/storage/{id}/{key}',
  summary: 'A value of it as text',
  inferred: 'the path',
  answer: text,
  handle: async (app, { path }) => asText(app, path.key, await readDatum(app, path.id, path.key)),
});

const removeAll = endpoint({
  method: 'delete',
  path: '/1/storage/{id}',
  summary: 'Forget all that is stored under an id',
  inferred: '404 when there is nothing',
  answer: null,
  handle: async (app, { path }) => deleteData(app, path.id),
});

const removeOne = endpoint({
  method: 'delete',
  path: '/1/storage/{id}/{key}',
  summary: 'Forget a value of it',
  inferred: '404 when there is none',
  answer: null,
  handle: async (app, { path }) => deleteDatum(app, path.id, path.key),
});

/** What clients store without a callback. */
export const storedData: readonly Endpoint[] = [
  store,
  update,
  readAll,
  readBinary,
  readOne,
  removeAll,
  removeOne,
];

function secondsOf(ttl: string): number {
  if (/^[1-9]\d{0,8}$/.test(ttl)) return Number(ttl);
  throw new RingbackError('BAD_REQUEST', { what: 'the time to live is a whole number of seconds' });
}
