import { newCallback } from '../../src/callback/life.ts';
import { completeOptions } from '../../src/callback/options.ts';
import type { CallbackRecord, CallbackState } from '../../src/callback/record.ts';

/** A callback that was just asked for, at 1 000 000, with some options otherwise. */
export function aCallback(options: Record<string, unknown> = {}): CallbackRecord {
  return newCallback(
    {
      id: 'c1',
      service: 'classic',
      customerNumber: '+12125550100',
      placeAt: 900_000,
      desiredAt: null,
      expiresAt: 1_000_000 + 86_400_000,
      sessionId: 's1',
      originatingInteractionId: null,
      options: completeOptions(options).options,
      userData: {},
      kvps: {},
    },
    1_000_000,
  );
}

export function inState(state: CallbackState): CallbackRecord {
  const done = state === 'COMPLETED';
  return {
    ...aCallback(),
    state,
    reason: done ? 'AGENT_CONNECTED' : null,
    completedAt: done ? 1_500_000 : null,
  };
}
