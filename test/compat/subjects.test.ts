import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { localeAsked } from '../../src/callback/subjects.ts';
import { gmsWorld, NUMBER, type GmsWorld } from './gms-client.ts';

const subjects = {
  key: 'page',
  unknown: 'refuse' as 'refuse' | 'default',
  subjects: [
    { name: 'Billing', options: { _target: 'billing > 0', _priority: 7 }, language: 'es-ES' },
    { name: 'Repairs', options: {}, language: null },
  ],
};

let world: GmsWorld;
beforeAll(async () => {
  world = await gmsWorld({}, { service: { subjects } });
});
afterAll(() => world.close());
beforeEach(() => (subjects.unknown = 'refuse'));

async function record(parameters: object): Promise<object> {
  return (await world.store.callbacks.get(await world.gms.book(parameters))) ?? {};
}

describe('what a request is about', () => {
  it('decides whom it is for, how soon, and the language', async () => {
    expect(await record({ page: 'billing' })).toMatchObject({
      options: { _target: 'billing > 0', _priority: 7 },
      language: 'es-ES',
      userData: { page: 'billing' },
    });
    expect(await record({ page: 'Repairs' })).toMatchObject({
      options: { _target: '', _priority: 0 },
      language: 'en-US',
    });
  });

  it('gives way to what the request itself asks for', async () => {
    const asked = { page: 'Billing', language: 'fr', _target: 'gold > 1' };
    expect(await record(asked)).toMatchObject({
      language: 'fr-FR',
      options: { _target: 'gold > 1', _priority: 7 },
    });
  });

  it('may be unknown: refused everywhere alike, or the default, as the service says', async () => {
    const { gms } = world;
    const asks = [
      () => gms.post('/1/service/callback/classic', { _customer_number: NUMBER, page: 'Garden' }),
      () => gms.get('/1/service/callback/classic/availability', { page: 'Garden' }),
      () => gms.get('/2/service/callback/classic/availability', { page: 'Garden' }),
      () => gms.get('/2/ewt', { service: 'classic', page: 'Garden' }),
    ];
    for (const ask of asks) {
      const { body } = await ask().expect(400);
      expect(body).toMatchObject({
        exception: 'OPTION_INVALID',
        message: expect.stringContaining('Billing, Repairs'),
      });
    }
    subjects.unknown = 'default';
    for (const ask of asks) await ask().expect(200);
  });

  it('counts in the wait: whoever goes first has fewer ahead', async () => {
    const ahead = async (page: string): Promise<number> => {
      const { body } = await world.gms.get('/2/ewt', { service: 'classic', page }).expect(200);
      return (body as { classic: { calls: number } }).classic.calls;
    };
    expect(await ahead('Billing')).toBeLessThanOrEqual(await ahead('Repairs'));
    await world.gms.get('/2/ewt', { service: 'clasic' }).expect(404);
  });
});

it('a language is known by its tag, with or without a country', () => {
  const asked = (language: unknown): string | null => localeAsked({ language: language as string }, 'en-GB');
  expect(['de', 'de_DE', 'de-AT', 'en', 'es'].map(asked)).toEqual([
    'de-DE',
    'de-DE',
    'de-AT',
    'en-GB',
    'es-ES',
  ]);
  expect(['', 'Deutsch', 7, null, '../en', 'DE'].map(asked)).toEqual([null, null, null, null, null, null]);
});
