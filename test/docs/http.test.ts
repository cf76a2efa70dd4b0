import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { httpWorld, type World } from '../http/http-world.ts';
import { cellsOf } from './reference-table.ts';

const documented = cellsOf('http.md')
  .map(([request = '']) => /^(GET|POST|PUT|PATCH|DELETE) (\/[^?]*)/.exec(request))
  .flatMap((match) => (match ? [{ method: match[1]!, path: match[2]! }] : []));

let world: World;
beforeAll(async () => {
  world = await httpWorld({
    previews: { view: async () => null, walk: async () => ({}), say: async () => null },
    testPhone: { async *call() {} },
    page: async () => ({ status: 200, headers: {}, body: '' }),
  });
});
afterAll(() => world.close());

describe('docs/reference/http.md', () => {
  // An event stream never ends; that of an agent who is not there is refused.
  it.each(documented.filter(({ path }) => !['/events', '/api/v1/counters/events'].includes(path)))(
    '$method $path is served',
    async ({ method, path }) => {
      const address = path.replace(/\{\w+\}/g, 'x');
      const answer =
        await world.api[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](address);
      expect(answer.text).not.toContain('ROUTE_UNKNOWN');
    },
  );

  it('names every route there is', () => {
    const named = documented.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '*')}`);
    for (const { method, path } of routesOf(world.http.router.stack as unknown as Layer[])) {
      const pattern = path.replace(/[:*]\w+/g, '*');
      // Where a router is mounted cannot be read from it; the end of the path can.
      const known = named.filter((one) => one.startsWith(method) && one.endsWith(pattern));
      expect(path === '/vxml/*path' ? [path] : known, `${method} ${path}`).not.toEqual([]);
    }
  });
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function routesOf(stack: Layer[]): { method: string; path: string }[] {
  return stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path }))
      : routesOf(handle.stack ?? []),
  );
}
