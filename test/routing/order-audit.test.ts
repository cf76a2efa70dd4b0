import { describe, expect, it } from 'vitest';

import { OrderAudit, type JournalRecord } from '../../src/routing/order-audit.ts';
import { agent, config, Desk } from './desk.ts';

const found = (desk: Desk): string[] =>
  desk.inversions.map((one) => `${one.served} before ${one.passed}: ${one.cause}`);

describe('the audit of the order', () => {
  it('finds nothing where everyone is served in turn', () => {
    const desk = new Desk([agent('1001')]);
    desk.submit('a');
    desk.connected('a');
    desk.now += 1000;
    desk.submit('b');
    desk.release('a', 'ended');
    desk.pass(10_000);
    expect(desk.entry('b')?.agentId).toBe('1001');
    expect(desk.inversions).toEqual([]);
  });

  it('names the target that the agent does not meet', () => {
    const desk = new Desk([{ ...agent('1001', { Billing: 1 }), initial: 'not-ready' }]);
    desk.submit('expert', { placeAt: 100, target: 'Billing > 2' });
    desk.submit('anyone', { placeAt: 200 });
    desk.set('1001', 'ready');
    expect(desk.inversions).toMatchObject([
      {
        served: 'anyone',
        passed: 'expert',
        agent: '1001',
        cause: 'target',
        why: 'agent 1001 does not meet its target "Billing > 2"',
      },
    ]);
  });

  it('names the priority of whoever came later and went first', () => {
    const desk = new Desk([{ ...agent('1001'), initial: 'not-ready' }]);
    desk.submit('first', { placeAt: 100 });
    desk.submit('urgent', { placeAt: 200, priority: 5 });
    desk.set('1001', 'ready');
    expect(found(desk)).toEqual(['urgent before first: priority']);
  });

  it('names the call that is under way to whoever is ahead', () => {
    const desk = new Desk([agent('1001'), agent('1002')]);
    desk.notify('callback', { placeAt: 100 });
    desk.submit('live', { placeAt: 200 });
    expect(found(desk)).toEqual(['live before callback: being-called']);
  });

  it('leaves callers of other lines alone', () => {
    const desk = new Desk([agent('1001', { Sales: 1 })], 'Sales > 0');
    desk.submit('a', { placeAt: 100, target: 'Sales > 0' });
    expect(desk.inversions).toEqual([]);
  });

  it('does not take the word of the router for it: served out of turn without a reason is unexplained', () => {
    const audit = new OrderAudit(config([agent('1001')]));
    const submit = (entryId: string, seq: number): JournalRecord => ({
      seq,
      at: seq,
      message: {
        type: 'submit',
        id: entryId,
        entryId,
        queue: 'q',
        sessionId: 's',
        actionId: 'a',
        requestId: 'r',
        kind: 'live',
        priority: 0,
        placeAt: seq,
        target: '',
        mode: 'waiting',
        reserveMs: 1,
        timeoutMs: null,
      },
      decisions: [{ decision: 'queued', entry: entryId, agent: null, why: 'asks' }],
    });
    audit.take(submit('first', 1));
    audit.take(submit('second', 2));
    const decisions = [
      { decision: 'reserved', entry: 'second', agent: '1001', why: 'first in line' },
    ] as const;
    const inversions = audit.take({ seq: 3, at: 3, message: { type: 'tick', id: 't' }, decisions });
    expect(inversions).toMatchObject([{ served: 'second', passed: 'first', cause: 'unexplained' }]);
  });
});
