import { expect, it } from 'vitest';

import { acceptedKvps, offerKvps } from '../../src/callback/kvps.ts';
import { userEvent } from '../../src/callback/user-events.ts';
import { aCallback } from '../callback/a-callback.ts';
import { cellsOf } from './reference-table.ts';

it('docs/reference/kvps.md lists every pair, and where it stands', () => {
  const onCall = {
    ...acceptedKvps({ id: 'x', serviceStartAt: 0, acceptedAt: 0 }),
    ...offerKvps({ offeredAt: 0, acceptedAt: 0, waitS: 1, position: 1 }),
  };
  const atDial = { _CB_POS_WHEN_READY_TO_START_MEDIA_IXN: 0, _CB_EWT_WHEN_READY_TO_START_MEDIA_IXN: 0 };
  const attempt = {
    id: 'a',
    number: 1,
    startedAt: 0,
    endedAt: 1,
    result: 'CONNECTED' as const,
    detail: null,
  };
  const record = { ...aCallback({ _cb_dim_channel: 'web' }), kvps: onCall };
  const whole = { ...record, kvps: { ...onCall, ...atDial }, attempts: [attempt], customerAt: 1, agentAt: 2 };
  const first = Object.keys(userEvent(record, false).data['kvps'] as object);
  const last = Object.keys(userEvent(whole, true).data['kvps'] as object);
  const expected = [...new Set([...first, ...last])].map((name) => [
    name,
    Object.hasOwn(onCall, name) ? 'yes' : 'no',
    first.includes(name) ? 'both' : 'last',
  ]);
  expect(
    cellsOf('kvps.md')
      .map((cells) => cells.slice(0, 3))
      .sort(),
  ).toEqual(expected.sort());
});
