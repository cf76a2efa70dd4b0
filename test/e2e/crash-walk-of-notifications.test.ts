import { describe, expect, it } from 'vitest';

import { book, CUSTOMER } from '../support/behaviours.ts';
import { crashWalk } from '../support/crash-walk.ts';
import { Device } from '../support/device.ts';

describe('a process that dies after any commit of a callback that somebody follows', () => {
  it('leaves nobody untold: each thing that happened to the callback is told at least once, under one id', async () => {
    const receiver = await Device.open();
    const told = {
      _enable_status_notification: 'subscribe_notify',
      _status_notification_target: receiver.url,
    };
    const failures = await crashWalk({
      options: receiver.reach,
      least: 20,
      async begin(world, death) {
        receiver.told.length = 0;
        world.phone(CUSTOMER, ['1']);
        await Promise.race([book(world, CUSTOMER, told).catch(() => undefined), death]);
      },
      over: async (world) => (await world.callback())?.state === 'COMPLETED',
      async check(world) {
        const record = await world.callback();
        if (!record) return;
        expect(record.state).toBe('COMPLETED');
        const events = new Set(receiver.told.map(({ _event }) => _event));
        expect([...events]).toContain('_cbe_on_callback_queued');
        expect([...events]).toContain('_cbe_on_callback_completed');
        if (record.reason === 'AGENT_CONNECTED')
          expect([...events]).toEqual(
            expect.arrayContaining(['_cbe_on_callback_routing', '_cbe_on_callback_processing']),
          );
        const byId = new Map(receiver.told.map((message) => [message._event_id, message]));
        for (const message of receiver.told) expect(message).toEqual(byId.get(message._event_id));
        expect(await world.store.sessions.running()).toEqual([]);
      },
    });
    receiver.close();
    expect(failures).toEqual([]);
  }, 180_000);
});
