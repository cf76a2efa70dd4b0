import supertest, { type Response } from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';

import { rescheduleCallback } from '../../src/app/reschedule-callback.ts';
import type { Logger } from '../../src/core/logger.ts';
import { storyOf } from '../../src/report/story.ts';
import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';
import { ACCESS_POINT, agentComes, scenarioWorld, start } from './scenarios/scenario-world.ts';

const CUSTOMER = '+14155550142';
const data = { firstname: 'Ada', card: '4111-2222' };

let world: World;
afterEach(() => world.close());

/** What hung on the customer's call in the end. */
async function onTheCall(): Promise<Record<string, string | number>> {
  const record = await world.completed();
  const id = record.attempts.at(-1)?.id ?? record.interactionId ?? '';
  return (await world.interaction(id)).userData;
}

describe('user data of a request', () => {
  it('hang on the call that is made for it, as JSON', async () => {
    world = await World.create();
    await book(world, CUSTOMER, data);
    expect(await onTheCall()).toEqual({ GMS_UserData: JSON.stringify(data) });
  });

  it('hang on it key by key, as they are when it is made', async () => {
    world = await World.create({ agents: [], service: { options: { _attach_udata: 'separate_keys' } } });
    const { id } = await book(world, CUSTOMER, data);
    await world.clock.advance(10_000);
    await rescheduleCallback(world.ringback.app, { id, newTime: null, userData: { firstname: 'Bea' } });
    await agentComes(world);
    expect(await onTheCall()).toEqual({ firstname: 'Bea', card: '4111-2222' });
  });

  it('hang on the call of a customer who calls', async () => {
    world = await scenarioWorld('user-originated-immediate', { _attach_udata: 'gms_storage_id' });
    const { _id } = await start(world, CUSTOMER, data);
    const { id } = world.ring(CUSTOMER, [], ACCESS_POINT);
    await world.completed();
    expect((await world.interaction(id)).userData).toMatchObject({ GMS_UserData: _id });
  });

  it('cannot grow without end by being changed', async () => {
    world = await World.create({ agents: [] });
    const { id } = await book(world, CUSTOMER, data);
    const long = { newTime: null, userData: { note: 'x'.repeat(10_000) } };
    await rescheduleCallback(world.ringback.app, { id, ...long });
    const more = rescheduleCallback(world.ringback.app, {
      id,
      newTime: null,
      userData: { more: 'x'.repeat(7_000) },
    });
    await expect(more).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await world.callback())?.userData).not.toHaveProperty('more');
  });
});

describe('the value of a private key', () => {
  const entries: object[] = [];
  const note = (fields: object): void => void entries.push(fields);
  const log: Logger = { debug: note, info: note, warn: note, error: note };

  it('is in no answer, page, story, recording or log; agents read it', async () => {
    world = await World.create({ genesys: { privateKeys: ['card'] }, log, agents: ['1001'] });
    const { id } = await book(world, CUSTOMER, data);
    await world.completed();
    world.ringback.app.log.error({ card: '4111-2222' }, 'something about it');
    expect(JSON.stringify(await storyOf(world.store, id))).toContain('4111-2222');
    const get = (path: string): Promise<Response> =>
      supertest(world.ringback.http)
        .get(path)
        .then((it) => it);
    const paths = [
      `/genesys/1/service/callback?_id=${id}`,
      `/genesys/1/service/callback/classic?_customer_number=${encodeURIComponent(CUSTOMER)}`,
      `/genesys/1/admin/callback/queues`,
      `/genesys/1/service/${id}/storage`,
      `/genesys/1/service/${id}/storage/card`,
      `/genesys/1/service/${id}/storage/binary/card`,
      `/api/v1/callbacks`,
      `/api/v1/callbacks/${id}`,
      `/api/v1/stories/${id}`,
      `/api/v1/recordings/${id}`,
      `/`,
      `/callbacks/${id}`,
    ];
    for (const path of paths) {
      const { status, text, body } = await get(path);
      expect(status, path).toBe(200);
      expect(`${text}${String(body)}`, path).not.toContain('4111-2222');
    }
    expect((await get(`/genesys/1/service/callback?_id=${id}`)).body).toMatchObject({
      firstname: 'Ada',
      card: '***',
    });
    expect(JSON.stringify(entries)).not.toContain('4111-2222');
    expect(JSON.stringify(entries)).toContain('"card":"***"');
    expect((await world.callback())?.userData).toEqual(data);
  });

  it('is not kept with a refused request', async () => {
    world = await World.create({
      genesys: { privateKeys: ['_account'] },
      service: { options: { _customer_lookup_keys: '_customer_number,_account' } },
    });
    const asked = { _customer_number: 'nobody', _account: 'A-4711' };
    const { body } = await supertest(world.ringback.http)
      .post('/genesys/1/service/callback/classic')
      .send(asked);
    const refusal = await supertest(world.ringback.http).get(`/api/v1/refusals/${body.corrId}`);
    expect(refusal.body).toMatchObject({ code: 'NUMBER_INVALID', inputs: { _account: '***' } });
    expect(JSON.stringify(await world.store.facts.ofCallback(body.corrId))).not.toContain('4711');
  });
});
