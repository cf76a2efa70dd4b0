import { describe, expect, it, vi } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { createDueCallbacks } from '../../src/app/due-callbacks.ts';
import { getCallback } from '../../src/app/find-callbacks.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { testApp, type TestApp } from '../support/app.ts';
import { testService } from '../support/configuration.ts';

function book(world: TestApp, time: string, number = '2125550123'): Promise<CallbackRecord> {
  const parameters = { _customer_number: number, _desired_time: `2026-01-05T${time}:00.000Z` };
  return createCallback(world.app, { service: 'classic', id: null, parameters, kvps: {} });
}

async function stateOf(world: TestApp, record: CallbackRecord): Promise<string> {
  return (await getCallback(world.app, record.id)).state;
}

describe('a scheduled callback', () => {
  it('starts its session when its time has come, not before', async () => {
    const world = await testApp();
    const due = createDueCallbacks(world.app);
    await due.start();
    const late = await book(world, '11:00');
    const early = await book(world, '10:00', '2125550199');
    await world.clock.advance(3_599_999);
    expect(await stateOf(world, early)).toBe('SCHEDULED');
    await world.clock.advance(1);
    expect([await stateOf(world, early), await stateOf(world, late)]).toEqual(['QUEUED', 'SCHEDULED']);
    const [session] = await world.app.store.sessions.ofCallback(early.id);
    expect(session?.params).toMatchObject({ callbackId: early.id, placeAt: early.desiredAt });
    expect(world.woken).toEqual([session?.id]);
    await world.clock.advance(3_600_000);
    expect(await stateOf(world, late)).toBe('QUEUED');
  });

  it('that came due while nobody watched starts on the next start, once', async () => {
    const world = await testApp();
    const record = await book(world, '10:00');
    await world.clock.advance(2 * 3_600_000);
    expect(await stateOf(world, record)).toBe('SCHEDULED');
    for (let n = 0; n < 2; n++) {
      const due = createDueCallbacks(world.app);
      await due.start();
      due.stop();
    }
    expect(await stateOf(world, record)).toBe('QUEUED');
    expect(await world.app.store.sessions.ofCallback(record.id)).toHaveLength(1);
  });

  it('that was called off does not start', async () => {
    const world = await testApp();
    await createDueCallbacks(world.app).start();
    const record = await book(world, '10:00');
    await cancelCallback(world.app, record.id);
    await world.clock.advance(2 * 3_600_000);
    expect(await world.app.store.sessions.ofCallback(record.id)).toEqual([]);
  });

  it('does not start once it is stopped', async () => {
    const world = await testApp();
    const due = createDueCallbacks(world.app);
    await due.start();
    const record = await book(world, '10:00');
    due.stop();
    await world.clock.advance(2 * 3_600_000);
    expect(await stateOf(world, record)).toBe('SCHEDULED');
  });

  it('ends with a reason when it is found too late, or its service is gone', async () => {
    const world = await testApp({ services: [testService({ _ttl: 600 }), testService({}, 'other')] });
    const record = await book(world, '10:00');
    const parameters = { _customer_number: '2125550199', _desired_time: '2026-01-05T10:00:00Z' };
    const orphan = await createCallback(world.app, { service: 'other', id: null, parameters, kvps: {} });
    await world.clock.advance(2 * 3_600_000);
    world.reconfigure({ services: [testService({ _ttl: 600 })] });
    await createDueCallbacks(world.app).start();
    expect(await getCallback(world.app, record.id)).toMatchObject({ reason: 'FAIL_TIMEOUT_TTL' });
    expect(await getCallback(world.app, orphan.id)).toMatchObject({ reason: 'FAIL_ERROR' });
  });

  it('starts a little later when the store fails at its time', async () => {
    const world = await testApp();
    await createDueCallbacks(world.app).start();
    const record = await book(world, '10:00');
    // The look that the booking asked for is over.
    await world.clock.advance(1_000);
    vi.spyOn(world.app.store.callbacks, 'due').mockRejectedValueOnce(new Error('down'));
    await world.clock.advance(3_599_000);
    expect(await stateOf(world, record)).toBe('SCHEDULED');
    await world.clock.advance(1_000);
    expect(await stateOf(world, record)).toBe('QUEUED');
  });
});
