import { describe, expect, it } from 'vitest';

import { answered, bridged, ended, newInteraction, rejected } from '../../src/callback/interaction.ts';
import type { InteractionRecord } from '../../src/callback/record.ts';

function leg(party: InteractionRecord['party']): InteractionRecord {
  return newInteraction(
    {
      id: 'leg',
      direction: party === 'caller' ? 'inbound' : 'outbound',
      party,
      switchName: 'memory',
      from: '+12125550123',
      to: '8000',
      service: 'classic',
      userData: {},
      sessionId: 's1',
      callbackId: null,
    },
    1_000,
  );
}

const farEnd = { cause: 'NORMAL_CLEARING', answered: true, hungUpBy: 'far-end' } as const;

describe('the switch of a leg that we dial', () => {
  const dialled = { ...leg('customer'), switchName: '' };

  it('is known from the answer on', () => {
    expect(answered(dialled, 'main', 1_500)).toMatchObject({ switchName: 'main', version: 2 });
  });

  it('is known at the end when nobody answered, and stays as it was when that is not told', () => {
    const unanswered = { cause: 'NO_ANSWER', answered: false, hungUpBy: 'us' } as const;
    expect(ended(dialled, { ...unanswered, switchName: 'main' }, 2_000).switchName).toBe('main');
    expect(ended(answered(dialled, 'main', 1_500), unanswered, 2_000).switchName).toBe('main');
    expect(ended(dialled, unanswered, 2_000).switchName).toBe('');
  });
});

describe('how a call ended', () => {
  it('a caller who left is abandoned', () => {
    const over = ended(answered(leg('caller'), 'main', 1_500), farEnd, 2_000);
    expect(over).toMatchObject({ endedAt: 2_000, answeredAt: 1_500, version: 3 });
    expect(over.outcome).toEqual({ kind: 'abandoned', reason: 'CallerLeft', cause: 'NORMAL_CLEARING' });
  });

  it('a caller released into a callback is rejected for Callback, never abandoned, whoever hung up', () => {
    for (const hungUpBy of ['us', 'far-end', 'unknown'] as const) {
      const over = ended(
        rejected(leg('caller'), 'Callback'),
        { ...farEnd, cause: 'CALL_REJECTED', hungUpBy },
        2_000,
      );
      expect(over.outcome).toEqual({ kind: 'rejected', reason: 'Callback', cause: 'CALL_REJECTED' });
    }
  });

  it('a caller or customer who talked is completed', () => {
    for (const party of ['caller', 'customer', 'agent'] as const)
      expect(ended(bridged(leg(party), 'other'), farEnd, 2_000).outcome?.kind).toBe('completed');
  });

  it('a caller whom the strategy released is completed', () => {
    expect(ended(leg('caller'), { ...farEnd, hungUpBy: 'us' }, 2_000).outcome?.kind).toBe('completed');
  });

  it('a leg nobody answered has failed, with the cause', () => {
    const busy = { cause: 'USER_BUSY', answered: false, hungUpBy: 'far-end' } as const;
    expect(ended(leg('customer'), busy, 2_000).outcome).toMatchObject({ kind: 'failed', cause: 'USER_BUSY' });
  });

  it('is decided once', () => {
    const over = ended(leg('caller'), farEnd, 2_000);
    expect(ended(over, { ...farEnd, hungUpBy: 'us' }, 3_000)).toBe(over);
  });
});
