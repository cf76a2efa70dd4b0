import type { Test } from 'supertest';
import { expect } from 'vitest';

import { genesysEndpoints } from '../../src/http/genesys/endpoints.ts';
import { httpWorld, type World } from '../http/http-world.ts';

export type GmsWorld = World & { gms: GmsClient };

type Method = 'get' | 'post' | 'put' | 'delete';

/** A client as the public documentation has it. Every answer that is good is held against the schema of its endpoint. */
interface GmsClient {
  get(path: string, query?: object): Test;
  post(path: string, body?: object): Test;
  put(path: string, body?: object): Test;
  delete(path: string): Test;
  /** The id of a callback that was booked. */
  book(parameters?: object): Promise<string>;
}

export const NUMBER = '+14155550100';

export async function gmsWorld(
  options: Record<string, string | number | boolean> = {},
  around: Parameters<typeof httpWorld>[0] = {},
): Promise<GmsWorld> {
  const world = await httpWorld({ ...around, options: { _enable_in_queue_checking: false, ...options } });
  const ask = (method: Method, path: string): Test =>
    world.api[method](`/genesys${path}`).expect(({ status, body, headers }) => {
      if (status !== 200) return;
      const schema = genesysEndpoints.find((one) => one.method === method && matches(one.path, path))?.answer;
      const isJson = headers['content-type']?.startsWith('application/json') ?? false;
      if (schema && isJson) expect(schema.safeParse(body).error).toBeUndefined();
    });
  const gms: GmsClient = {
    get: (path, query = {}) => ask('get', path).query(query),
    post: (path, body = {}) => ask('post', path).send(body),
    put: (path, body = {}) => ask('put', path).send(body),
    delete: (path) => ask('delete', path),
    async book(parameters = {}) {
      const wanted = { _customer_number: NUMBER, ...parameters };
      const { body } = await gms.post('/1/service/callback/classic', wanted).expect(200);
      return body._id as string;
    },
  };
  return { ...world, gms };
}

/** ISO 8601, so many minutes from now. */
export function inMinutes(world: World, minutes: number): string {
  return new Date(world.clock.now() + minutes * 60_000).toISOString();
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
}
