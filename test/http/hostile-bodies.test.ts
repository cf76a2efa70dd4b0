import { createConnection, type AddressInfo } from 'node:net';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { everyCallback, httpWorld, type World } from './http-world.ts';

const classic = '/genesys/1/service/callback/classic';
const number = '"_customer_number":"+14155550100"';

let world: World;
beforeAll(async () => {
  world = await httpWorld({ options: { _enable_in_queue_checking: false } });
});
afterAll(() => world.close());

describe('what is sent to do harm', () => {
  const bodies: [string, string, string, number, string][] = [
    [
      'a key that is a prototype',
      'application/json',
      `{${number},"__proto__":{"admin":true}}`,
      400,
      'BAD_REQUEST',
    ],
    ['a key that is a constructor', 'application/json', `{${number},"constructor":1}`, 400, 'BAD_REQUEST'],
    [
      'JSON nested to the limit of the body',
      'application/json',
      `{${number},"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      400,
      'BAD_REQUEST',
    ],
    ['JSON cut off in the middle', 'application/json', `{${number}`, 400, 'BAD_REQUEST'],
    ['JSON that is a list', 'application/json', '[1,2,3]', 400, 'BAD_REQUEST'],
    ['JSON that is a number', 'application/json', '7', 400, 'BAD_REQUEST'],
    [
      'more parameters than anybody needs',
      'application/json',
      JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`k${n}`, n]))),
      400,
      'BAD_REQUEST',
    ],
    [
      'more form fields than anybody needs',
      'application/x-www-form-urlencoded',
      Array.from({ length: 2000 }, (_, n) => `k${n}=1`).join('&'),
      400,
      'BAD_REQUEST',
    ],
    [
      'a body over 64 kB',
      'application/json',
      `{${number},"a":"${'x'.repeat(66_000)}"}`,
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'a form over 64 kB',
      'application/x-www-form-urlencoded',
      `a=${'x'.repeat(66_000)}`,
      413,
      'BODY_TOO_LARGE',
    ],
    ['XML', 'application/xml', '<a/>', 415, 'CONTENT_TYPE_UNSUPPORTED'],
    ['a multipart form that is cut off', 'multipart/form-data; boundary=x', '--x\r\n', 400, 'BAD_REQUEST'],
    ['an empty multipart form', 'multipart/form-data; boundary=x', '--x--', 400, 'NUMBER_MISSING'],
    [
      'an alphabet nobody knows',
      'application/json; charset=klingon',
      `{${number}}`,
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      'a broken escape in a form',
      'application/x-www-form-urlencoded',
      '_customer_number=%E0%A4%A',
      400,
      'NUMBER_INVALID',
    ],
  ];
  it.each(bodies)('%s is refused', async (_what, type, body, status, exception) => {
    const before = await everyCallback(world);
    const answer = await world.api.post(classic).set('Content-Type', type).send(body);
    expect([answer.status, answer.body.exception]).toEqual([status, exception]);
    expect(answer.text).not.toMatch(/node_modules|\.ts:\d|\n +at /);
    expect(await everyCallback(world)).toEqual(before);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('a body in no type at all is refused', async () => {
    const answer = await raw(
      `POST ${classic} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=1`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 415 /);
    expect(answer).toContain('CONTENT_TYPE_UNSUPPORTED');
  });

  it('a body in pieces, in a type nobody parses, is refused', async () => {
    const head = `POST ${classic} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\n`;
    const answer = await raw(`${head}Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 415 /);
  });

  it('digits of other scripts are either the number they spell or refused, never kept', async () => {
    for (const written of ['+١٤١٥٥٥٥٠١٠٠', '+１４１５５５５０１００', '+१४१५५५५०१००']) {
      const answer = await world.api.post(classic).send({ _customer_number: written });
      if (answer.status === 200)
        expect((await world.store.callbacks.get(answer.body._id))?.customerNumber).toBe('+14155550100');
      else expect(answer.body.exception).toBe('NUMBER_INVALID');
    }
  });

  it('line breaks stay inside the value they came in', async () => {
    const note = 'a\r\nX-Evil: 1\r\n\r\n<script>alert(1)</script>';
    const created = await world.api
      .post(classic)
      .send({ _customer_number: '+14155550100', note })
      .expect(200);
    const found = await world.api.get('/genesys/1/service/callback').query({ _id: created.body._id });
    expect(found.body.note).toBe(note);
    expect(found.headers).not.toHaveProperty('x-evil');
  });

  it('a path whose escapes are broken is a bad request', async () => {
    const answer = await world.api.post('/genesys/1/service/callback/%E0%A4%A').send({});
    expect([answer.status, answer.body.exception]).toEqual([400, 'BAD_REQUEST']);
  });

  it('whatever the body, the answer is 200 or 4xx in the words of the API', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const key = fc.oneof(
      fc.constantFrom('_customer_number', '_desired_time', '_target', '_originating_interaction_id'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value, { maxKeys: 6 }), async (body) => {
        const answer = await world.api.post(classic).send(body);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).toHaveProperty(answer.status === 200 ? '_id' : 'exception');
      }),
      { numRuns: 150 },
    );
    expect(world.logged).toEqual([]);
  });
});

/** Says exactly this to the server and reads all it answers. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = world.http.listen(0, '127.0.0.1', () => {
      const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => server.close(() => resolve(answer)));
      socket.write(text);
    });
  });
}
