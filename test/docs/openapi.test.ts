import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { httpWorld, type World } from '../http/http-world.ts';

interface Description {
  openapi: string;
  paths: Record<string, Record<string, { parameters?: { name: string }[]; requestBody?: object }>>;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** What browsers and voice browsers are shown. */
const pages =
  /^\/($|callbacks\/:id|console|events$|docs|vxml|run|:dialog|speech|:hash|recordings\/:name|scxml\/\*path|\*path)/;

let world: World;
let description: Description;
beforeAll(async () => {
  world = await httpWorld({ testPhone: { async *call() {} }, sound: async () => null });
  description = (await world.api.get('/docs/openapi.json').expect(200)).body as Description;
});
afterAll(() => world.close());

describe('the description of the API', () => {
  it('has every request that is served', () => {
    expect(description.openapi).toBe('3.1.0');
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace(/\{\w+\}/g, '*')}`),
    );
    const missing = routesOf(world.http.router.stack as unknown as Layer[])
      .filter((one) => !pages.test(one.path))
      .map(({ method, path }) => ({ method, path: path.replace(/[:*]\w+/g, '*') }))
      .filter(({ method, path }) => !described.some((one) => one.startsWith(method) && one.endsWith(path)));
    expect(missing).toEqual([]);
  });

  it('names the parameters by which a callback is booked and slots are asked for', () => {
    const slots = description.paths['/genesys/2/service/callback/{name}/availability']?.['get'];
    expect(slots?.parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['name', 'start', 'end-ms', 'timezone', 'report-busy']),
    );
    const booking = description.paths['/genesys/1/service/callback/{name}']?.['post'];
    expect(JSON.stringify(booking?.requestBody)).toContain('_customer_number');
  });

  it('names what an edit of the configuration takes', () => {
    const edit = description.paths['/api/v1/config']?.['patch'];
    expect(edit?.parameters?.map(({ name }) => name)).toEqual(['reason', 'check', 'If-Match']);
    expect(JSON.stringify(edit?.requestBody)).toContain('routing-points');
  });

  it('shows itself without anything from other servers', async () => {
    const { text, headers } = await world.api.get('/docs').expect(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(loaded).not.toEqual([]);
    for (const path of [...loaded, '/docs/openapi.json']) {
      expect(path).toMatch(/^\/docs\//);
      await world.api.get(path).expect(200);
    }
  });

  it('is shown to those who have a key', async () => {
    const locked = await httpWorld({ access: { keys: { app: 'a-key-of-the-app' } } });
    await locked.api.get('/docs').expect(401);
    await locked.api.get('/docs/openapi.json').expect(401);
    await locked.api.get('/docs/openapi.json').set('x-api-key', 'a-key-of-the-app').expect(200);
    await locked.close();
  });
});

function routesOf(stack: Layer[]): { method: string; path: string }[] {
  return stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map((method) => ({ method, path: route.path }))
      : routesOf(handle.stack ?? []),
  );
}
