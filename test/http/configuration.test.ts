import { afterEach, describe, expect, it } from 'vitest';

import { revision } from '../store/conformance/make.ts';
import { httpWorld, type World } from './http-world.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function world(wishes: Parameters<typeof httpWorld>[0] = {}): Promise<World> {
  const made = await httpWorld({ editable: true, ...wishes });
  closers.push(() => made.close());
  return made;
}

async function etagOf({ api }: World): Promise<string> {
  return String((await api.get('/api/v1/config').expect(200)).headers['etag']);
}

/** An edit on top of what is there. */
async function patched(on: World, body: object, query = '') {
  const etag = await etagOf(on);
  return on.api.patch(`/api/v1/config${query}`).set('if-match', etag).send(body);
}

const threshold = (of: string): object => ({ services: { classic: { 'offer-threshold': of } } });

describe('the configuration over the API', () => {
  it('is read as the file has it, with nothing in it that opens doors', async () => {
    const { body, headers } = await (await world()).api.get('/api/v1/config').expect(200);
    expect(body.revision).toBe(0);
    expect(headers['etag']).toMatch(/^"0-[0-9a-f]{16}"$/);
    expect(body.configuration.services.classic['offer-threshold']).toBe('5s');
    expect(Object.keys(body.configuration).sort()).toEqual(['queues', 'routing-points', 'services']);
  });

  it('is not sent again to those who have it', async () => {
    const on = await world();
    const etag = await etagOf(on);
    await on.api.get('/api/v1/config').set('if-none-match', etag).expect(304);
    await patched(on, threshold('2m'));
    await on.api.get('/api/v1/config').set('if-none-match', etag).expect(200);
  });

  it('is edited by a merge patch, and the edit is in force at once', async () => {
    const on = await world();
    const answer = await patched(on, threshold('2m'));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      revision: 1,
      changes: [{ pointer: '/services/classic/offer-threshold', from: '5s', to: '2m' }],
    });
    expect(answer.headers['etag']).toBe(await etagOf(on));
    expect(on.app.config().services[0]?.offerThresholdS).toBe(120);
    expect((await on.api.get('/api/v1/status')).body.revision).toBe(1);
  });

  it('is checked as the file is: nothing is changed, and every mistake is pointed at', async () => {
    const on = await world();
    const etag = await etagOf(on);
    const answer = await patched(on, {
      services: { classic: { queue: 'clasic', options: { _max_dial_attemps: 3 }, colour: 'blue' } },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('CONFIG_REFUSED');
    expect(answer.body.problems).toEqual([
      {
        pointer: '/services/classic/colour',
        code: 'schema',
        message: 'services.classic has no setting "colour"',
      },
    ]);
    const names = await patched(on, {
      services: { classic: { queue: 'clasic', options: { _max_dial_attemps: 3 } } },
      queues: { classic: { target: 'classic > > 0' } },
      hours: { office: { 'time-zone': 'Europe/Berlyn', weekly: ['Mon-Fri 08:00-18:00'] } },
    });
    const pointers = names.body.problems.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual([
      '/services/classic/queue',
      '/services/classic/options/_max_dial_attemps',
      '/queues/classic/target',
      '/hours/office/time-zone',
    ]);
    expect(names.body.message).toContain('did you mean "classic"');
    expect(await etagOf(on)).toBe(etag);
    expect(await on.store.revisions.head()).toBe(0);
  });

  it('has sections that stay with the file', async () => {
    const on = await world();
    for (const section of ['switches', 'access', 'store', 'agents', 'http', 'nonsense']) {
      const answer = await patched(on, { [section]: {} });
      expect(answer.status, section).toBe(422);
      expect(answer.body.problems[0].pointer).toBe(`/${section}`);
    }
  });

  it('is not edited by those who have not read it as it is', async () => {
    const on = await world();
    const etag = await etagOf(on);
    const without = await on.api.patch('/api/v1/config').send(threshold('2m'));
    expect([without.status, without.body.code]).toEqual([428, 'PRECONDITION_REQUIRED']);
    await on.api.patch('/api/v1/config').set('if-match', etag).send(threshold('2m')).expect(200);
    const late = await on.api.patch('/api/v1/config').set('if-match', etag).send(threshold('3m'));
    expect([late.status, late.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
    await on.api.patch('/api/v1/config').set('if-match', '*').send(threshold('3m')).expect(200);
  });

  it('of two who edit at the same time takes one, and tells the other', async () => {
    const on = await world();
    const etag = await etagOf(on);
    const answers = await Promise.all(
      ['2m', '3m', '4m'].map((of) =>
        on.api.patch('/api/v1/config').set('if-match', etag).send(threshold(of)),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(await on.store.revisions.head()).toBe(1);
  });

  it('can be tried: what would be wrong and what would change, and nothing changes', async () => {
    const on = await world();
    const answer = await patched(on, threshold('2m'), '?check=true');
    expect(answer.body).toMatchObject({ revision: 0, changes: [{ to: '2m' }] });
    expect((await patched(on, threshold('soon'), '?check=true')).status).toBe(422);
    expect(await on.store.revisions.head()).toBe(0);
  });

  it('is put in one piece: what is left out of it goes', async () => {
    const on = await world();
    await patched(on, { hours: { office: { 'time-zone': 'UTC', weekly: ['Mon 08:00-18:00'] } } });
    const { body } = await on.api.get('/api/v1/config');
    const rest = { ...body.configuration };
    delete rest.hours;
    const etag = await etagOf(on);
    const answer = await on.api.put('/api/v1/config').set('if-match', etag).send(rest).expect(200);
    expect(answer.body.configuration.hours).toBeUndefined();
    expect(on.app.config().hours).toEqual([]);
    const without = { ...rest };
    delete without.services;
    const refused = await on.api
      .put('/api/v1/config')
      .set('if-match', await etagOf(on))
      .send(without);
    expect(refused.body.problems[0].message).toContain('services');
  });

  it('keeps who changed what when and why, and goes back to any of it', async () => {
    const on = await world({ access: { keys: { ada: 'the-key-of-ada' } } });
    const { api } = on;
    const as = { 'x-api-key': 'the-key-of-ada', 'if-match': '*' };
    await api.patch('/api/v1/config?reason=long%20queues').set(as).send(threshold('2m')).expect(200);
    await api.patch('/api/v1/config').set(as).send(threshold('3m')).expect(200);
    const back = await api.post('/api/v1/config/revert').set(as).send({ to: 1 }).expect(200);
    expect(back.body).toMatchObject({ revision: 3, changes: [{ from: '3m', to: '2m' }] });
    await api.post('/api/v1/config/revert').set(as).send({ to: 0 }).expect(200);
    expect(on.app.config().services[0]?.offerThresholdS).toBe(5);
    const { body } = await api.get('/api/v1/config/revisions').set(as).expect(200);
    expect(body.revisions.map(({ no, author, reason }: never) => [no, author, reason])).toEqual([
      [4, 'ada', ''],
      [3, 'ada', ''],
      [2, 'ada', ''],
      [1, 'ada', 'long queues'],
    ]);
    expect(body.revisions[3]).toMatchObject({ at: on.clock.now(), changes: [{ from: '5s', to: '2m' }] });
    const older = await api.get('/api/v1/config/revisions?before=3&limit=1').set(as).expect(200);
    expect(older.body.revisions.map(({ no }: { no: number }) => no)).toEqual([2]);
    const one = await api.get('/api/v1/config/revisions/2').set(as).expect(200);
    expect(one.body.patch).toEqual(threshold('3m'));
    const unknown = await api.get('/api/v1/config/revisions/9').set(as).expect(404);
    expect(unknown.body.code).toBe('REVISION_UNKNOWN');
    await api.post('/api/v1/config/revert').set(as).send({ to: 9 }).expect(404);
  });

  it('makes no revision of an edit that changes nothing', async () => {
    const on = await world();
    expect((await patched(on, threshold('5s'))).body).toMatchObject({ revision: 0, changes: [] });
    expect((await patched(on, {})).status).toBe(200);
    expect(await on.store.revisions.head()).toBe(0);
  });

  it('has texts of prompts that are checked and published with the dialogs', async () => {
    let published = 0;
    const problem = {
      file: 'prompts/en-US.yaml',
      line: 1,
      column: 1,
      code: 'value-unknown',
      severity: 'error',
    };
    const on = await world({
      publish: async () => ({ published: Boolean(++published), problems: [] }),
      lint: async ({ prompts }) =>
        JSON.stringify(prompts).includes('{nonsense}') ? [{ ...problem, message: 'what?' } as never] : [],
    });
    const refused = await patched(on, { prompts: { 'en-US': { offer: 'Press {nonsense}' } } });
    expect(refused.body).toMatchObject({ code: 'CONFIG_REFUSED', problems: [{ message: 'what?' }] });
    expect(published).toBe(0);
    const done = await patched(on, { prompts: { 'en-US': { offer: 'Press 1.' } } });
    expect(done.body).toMatchObject({ revision: 1, prompts: { published: true } });
    expect(published).toBe(1);
    await patched(on, threshold('2m'));
    expect(published).toBe(1);
  });
});

describe('a service that is switched off', () => {
  it('takes no callbacks and has no free times; those that were promised are kept', async () => {
    const on = await world();
    const start = '/genesys/1/service/callback/classic';
    const number = { _customer_number: '+14155550100' };
    const kept = await on.api.post(start).send(number).expect(200);
    await patched(on, { services: { classic: { enabled: false } } });
    const refused = await on.api.post(start).send({ _customer_number: '+14155550101' });
    expect([refused.status, refused.body.exception]).toEqual([409, 'SERVICE_OFF']);
    const slots = await on.api.get('/genesys/2/service/callback/classic/availability?number-of-days=2');
    expect(slots.body.slots).toEqual([]);
    expect((await on.store.callbacks.get(kept.body._id))?.state).not.toBe('COMPLETED');
    await patched(on, { services: { classic: { enabled: null } } });
    await on.api.post(start).send({ _customer_number: '+14155550101' }).expect(200);
  });
});

it('a server whose file does not go with a revision of another one is not ready, and edits nothing', async () => {
  const on = await world();
  await on.store.revisions.add(revision(1, { patch: { services: { classic: { queue: 'nowhere' } } } }));
  const ready = await on.api.get('/readyz').expect(503);
  expect(ready.body.reasons.join()).toContain('revision 1 of the configuration');
  const answer = await patched(on, threshold('2m'));
  expect([answer.status, answer.body.code]).toEqual([409, 'CONFIG_BEHIND']);
  expect(on.app.config().services[0]?.queue).toBe('classic');
});

describe('hostile edits', () => {
  it.each([
    ['a prototype', '{"services":{"__proto__":{"queue":"x"}}}', 400],
    ['a constructor, deep down', '{"hours":{"a":[{"constructor":1}]}}', 400],
    ['a list', '[]', 400],
    ['a text', '"x"', 400],
    ['cut off', '{"services":', 400],
    ['nested deeply', `{"hours":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, 400],
    ['too large', JSON.stringify({ hours: { a: 'x'.repeat(70_000) } }), 413],
    ['null', '{"services":null}', 422],
    ['a number for a section', '{"services":7}', 422],
  ])('%s', async (_what, body, status) => {
    const on = await world();
    const etag = await etagOf(on);
    const request = on.api.patch('/api/v1/config').set('if-match', etag).type('application/merge-patch+json');
    expect((await request.send(body)).status).toBe(status);
    expect(await on.store.revisions.head()).toBe(0);
  });

  it('of another type are not read', async () => {
    const on = await world();
    const request = on.api.patch('/api/v1/config').set('if-match', '*').type('text/yaml');
    expect((await request.send('services: {}')).status).toBe(415);
  });
});
