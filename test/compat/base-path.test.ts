import { expect, it } from 'vitest';

import { httpWorld } from '../http/http-world.ts';
import { NUMBER } from './gms-client.ts';

it('the Genesys API is served below the configured base path, and nowhere else', async () => {
  const world = await httpWorld({ genesys: { path: '/gms/callbacks' } });
  const body = { _customer_number: NUMBER, _desired_time: '2026-01-05T12:00:00.000Z' };
  const booked = await world.api.post('/gms/callbacks/1/service/callback/classic').send(body).expect(200);
  const id = booked.body._id as string;
  const found = await world.api.get('/gms/callbacks/1/service/callback').query({ _id: id }).expect(200);
  expect(found.body._url).toBe(`/gms/callbacks/1/service/callback/classic/${id}`);
  await world.api.delete(found.body._url as string).expect(200);
  const described = await world.api.get('/docs/openapi.json').expect(200);
  expect(JSON.stringify(described.body)).toContain('/gms/callbacks');
  await world.api.post('/genesys/1/service/callback/classic').send(body).expect(404);
  await world.close();
});
