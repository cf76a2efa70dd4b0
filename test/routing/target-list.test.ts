import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextWake } from '../../src/routing/expiry.ts';
import { parseTargets } from '../../src/routing/target-list.ts';
import { agent, Desk, told } from './desk.ts';

const widening = JSON.stringify([
  { target: 'Billing > 2', timeout: 30 },
  { target: 'Billing', timeout: '20', clear: 'true' },
  { target: 'English' },
]);

function crew(): Desk {
  const agents = [
    agent('1001', { Billing: 3 }),
    agent('1002', { Billing: 1 }),
    agent('1003', { English: 1 }),
  ];
  return new Desk(agents.map((one) => ({ ...one, initial: 'not-ready' as const })));
}

describe('a list of targets', () => {
  it('is asked for in turn: each joins after the time-out of the one before, by itself', () => {
    const desk = crew();
    desk.set('1002', 'ready');
    desk.submit('a', { target: widening });
    expect(desk.entry('a')?.mode).toBe('waiting');
    expect(nextWake(desk.board, desk.now)).toBe(desk.now + 30_000);
    expect(told(desk.pass(29_999))).toEqual([]);
    expect(told(desk.pass(1))).toEqual(['a->1002']);
  });

  it('keeps the earlier targets', () => {
    const desk = crew();
    desk.submit('a', { target: widening });
    desk.pass(40_000);
    expect(told(desk.set('1001', 'ready'))).toEqual(['a->1001']);
  });

  it('gives up those that are to be cleared, never the last', () => {
    const desk = crew();
    desk.submit('a', { target: widening });
    desk.pass(50_000);
    expect(nextWake(desk.board, desk.now)).toBeNull();
    expect(told(desk.set('1002', 'ready'))).toEqual([]);
    expect(told(desk.set('1003', 'ready'))).toEqual(['a->1003']);
    const alone = crew();
    alone.submit('a', { target: '[{"target":"Billing","timeout":5,"clear":true}]' });
    alone.pass(60_000);
    expect(told(alone.set('1002', 'ready'))).toEqual(['a->1002']);
  });

  it('asks by a statistic of the agents who meet the target: spare ones only', () => {
    const condition = { stat_to_check: 'RStatAgentsReadyvoice', stat_operator: '>', stat_value: 1 };
    const desk = crew();
    desk.submit('a', { target: JSON.stringify([{ target: 'Billing', ...condition }]) });
    expect(told(desk.set('1001', 'ready'))).toEqual([]);
    expect(told(desk.set('1003', 'ready'))).toEqual([]);
    expect(told(desk.set('1002', 'ready'))).toEqual(['a->1001']);
  });

  it('asks at once when a statistic comes true by somebody behind who gets an agent', () => {
    const condition = { stat_to_check: 'RStatAgentsReady', stat_operator: '<=', stat_value: 1 };
    const desk = crew();
    desk.submit('a', { target: JSON.stringify([{ target: 'Billing', ...condition }]) });
    desk.hold('a');
    desk.set('1001', 'ready');
    desk.set('1002', 'ready');
    desk.submit('a', { target: JSON.stringify([{ target: 'Billing', ...condition }]) });
    expect(told(desk.submit('b', { target: '1001' }))).toEqual(['b->1001', 'a->1002']);
  });

  it.each([
    ['[', 2, 'not a JSON list'],
    ['[]', 1, 'from 1 to 15'],
    ['["Billing"]', 1, 'target 1 of the list is not an object'],
    ['[{"timeout":1}]', 1, '"target" is missing'],
    ['[{"target":"A"},{"target":"Billing >"}]', 37, 'target 2: a level is expected'],
    ['[{"target":"A","tiemout":1}]', 13, 'there is no "tiemout" (did you mean "timeout"?)'],
    ['[{"target":"A","timeout":-1}]', 13, '"timeout" is a number of seconds above 0'],
    ['[{"target":"A","clear":"maybe"}]', 13, '"clear" is true or false'],
    ['[{"target":"A","stat_to_check":"RStatAgentsRedy"}]', 13, '(did you mean "RStatAgentsReady"?)'],
    [
      '[{"target":"A","stat_to_check":"RStatAgentsReady","stat_operator":"~"}]',
      13,
      '"stat_operator" is one of',
    ],
  ])('%s has a mistake at %i: %s', (text, at, message) => {
    const parsed = parseTargets(text);
    expect(parsed).toMatchObject({ ok: false, at });
    expect(!parsed.ok && parsed.message).toContain(message);
  });

  it('is bounded, and never throws', () => {
    expect(parseTargets(JSON.stringify(Array.from({ length: 16 }, () => ({ target: '' })))).ok).toBe(false);
    expect(parseTargets(`[${' '.repeat(50_000)}`).ok).toBe(false);
    expect(parseTargets('['.repeat(30_000)).ok).toBe(false);
    const item = fc.record(
      {
        target: fc.oneof(fc.string(), fc.constant('Billing'), fc.integer()),
        timeout: fc.jsonValue(),
        clear: fc.jsonValue(),
        stat_to_check: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(item, fc.jsonValue())), (list) => {
        const text = JSON.stringify(list);
        const parsed = parseTargets(text);
        if (!parsed.ok) expect(parsed.at >= 1 && parsed.at <= text.length + 1).toBe(true);
      }),
    );
  });
});
