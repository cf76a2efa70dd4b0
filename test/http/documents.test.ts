import { afterEach, beforeEach, expect, it } from 'vitest';

import { httpWorld, type World } from './http-world.ts';

let world: World;
beforeEach(async () => void (world = await httpWorld()));
afterEach(() => world.close());

async function text(path: string): Promise<string> {
  const answer = await world.api.get(path).responseType('blob').expect(200);
  return String(answer.body);
}

it('data of a strategy get what the macros of the address were filled with', async () => {
  expect(await text('/scxml/classic.scxml?dnis=8000&lang=%27%3C&other=1')).toContain(
    '<data id="dnis" expr="&#34;8000&#34;"/><data id=\'lang\' expr="&#34;&#39;&#60;&#34;"/>',
  );
  expect(await text('/scxml/classic.scxml?dnis=[CED]')).toContain('<data id="dnis" expr="&#34;&#34;"/>');
});

it('a project is served below /scxml and below its own name', async () => {
  for (const base of ['/scxml', '']) {
    const page = await world.api.get(`${base}/shop/src-gen/main.vxml`).expect(200);
    expect(page.headers['content-type']).toBe('application/voicexml+xml; charset=utf-8');
    expect(await text(`${base}/shop/include/x.js`)).toBe('var a;');
  }
});

it('only documents are served, and only from the folder of strategies', async () => {
  for (const path of ['classic.yaml', '..%2Fconfig%2Fringback.yaml', 'shop/none.js', 'shop', '%ff/x.js'])
    for (const base of ['/scxml', '']) {
      const { status, text: body } = await world.api.get(`${base}/${path}`);
      expect([400, 404], `${base}/${path} ${body}`).toContain(status);
    }
});

it('whoever may not see pages sees no project either', async () => {
  await world.api.get('/shop/include/x.js').set('x', 'y').expect(200);
  await world.api.post('/shop/include/x.js').expect(404);
});

it('the files of the project are published on demand', async () => {
  const answer = await world.api.post('/api/v1/publish').expect(200);
  expect(answer.body).toEqual({ published: true, problems: [] });
});
