import { describe, expect, it } from 'vitest';

import { dialGate, type DialGateResult } from '../../src/callback/dial-gate.ts';
import { attemptEnded, attemptWithdrawn, cancel } from '../../src/callback/life.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { aCallback } from './a-callback.ts';

const NOW = 2_000_000;

function counted(gate: DialGateResult): CallbackRecord {
  if (!gate.ok) throw new Error(gate.why);
  return gate.record;
}

describe('the dial gate', () => {
  it('counts the attempt before anything is sent', () => {
    const gate = dialGate(aCallback(), 'leg-1', NOW);
    expect(gate).toMatchObject({
      ok: true,
      attempt: { id: 'leg-1', number: 1, startedAt: NOW, endedAt: null },
    });
    expect(counted(gate)).toMatchObject({ version: 2, interactionId: 'leg-1' });
    expect(counted(gate).attempts).toHaveLength(1);
  });

  it('lets one attempt be under way at a time', () => {
    const record = counted(dialGate(aCallback(), 'leg-1', NOW));
    expect(dialGate(record, 'leg-2', NOW)).toMatchObject({ ok: false, refused: 'attempt-open' });
  });

  it('stays shut once the attempts are used up', () => {
    let record = aCallback({ _max_dial_attempts: 2 });
    for (const attemptId of ['leg-1', 'leg-2']) {
      record = counted(dialGate(record, attemptId, NOW));
      record = attemptEnded(record, { attemptId, result: 'UNKNOWN', detail: null }, NOW);
    }
    const gate = dialGate(record, 'leg-3', NOW);
    expect(gate).toMatchObject({ ok: false, refused: 'no-attempts-left', why: 'all 2 attempts are used up' });
  });

  it('opens again after an attempt that the switch refused, which then never was', () => {
    const first = counted(dialGate(aCallback({ _max_dial_attempts: 1 }), 'leg-1', NOW));
    const without = attemptWithdrawn(first, 'leg-1', NOW);
    expect(without).toMatchObject({ version: 3, attempts: [], interactionId: null, lastDialResult: null });
    expect(attemptWithdrawn(without, 'leg-1', NOW)).toBe(without);
    expect(dialGate(without, 'leg-2', NOW)).toMatchObject({ ok: true, attempt: { number: 1 } });
  });

  it('stays shut for a callback that has ended or is too old', () => {
    expect(dialGate(cancel(aCallback(), NOW), 'leg', NOW)).toMatchObject({ ok: false, refused: 'final' });
    const record = aCallback();
    expect(dialGate(record, 'leg', record.expiresAt)).toMatchObject({ ok: false, refused: 'expired' });
    expect(dialGate(record, 'leg', record.expiresAt - 1).ok).toBe(true);
  });
});
