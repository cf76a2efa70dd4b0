import { expect, test } from 'vitest';

import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { ActionRow } from '../../src/store/sessions.ts';
import { DialTurns } from '../../src/strategy/dial-turns.ts';
import type { DialAck } from '../../src/switch/switch.ts';

const sent: DialAck = { kind: 'sent', switchName: 'one' };
const full: DialAck = { kind: 'refused', detail: 'full', retryMs: 5_000 };

/** Dials that ask for a turn, and again when they are told to go on. */
function world(): {
  clock: VirtualClock;
  turns: DialTurns;
  asked: string[];
  late: string[];
  ask: (id: string) => void;
  up: (is: boolean) => void;
} {
  const clock = new VirtualClock();
  const [asked, late]: [string[], string[]] = [[], []];
  let open = true;
  const ask = (action: ActionRow): void => {
    if (turns.take(action, () => late.push(action.id))) asked.push(action.id);
  };
  const turns = new DialTurns({ clock, open: () => open, goOn: ask });
  return {
    ...{ clock, turns, asked, late },
    ask: (id) => ask({ id, createdAt: clock.now() } as ActionRow),
    up(is) {
      open = is;
      turns.wake();
    },
  };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `dial ${index}`);

test('no more dials are with the switches than they can answer soon, and the others follow in their order', () => {
  const { turns, asked, ask } = world();
  for (const name of names(100)) ask(name);
  const first = asked.length;
  expect(first).toBeLessThan(100);
  for (const name of names(100)) turns.answered(name, sent);
  expect(asked).toEqual(names(100));
});

test('after a refusal nothing is asked for as long as the switch said, and then one tries', async () => {
  const { clock, turns, asked, ask } = world();
  ask('first');
  turns.answered('first', full);
  for (const name of names(10)) ask(name);
  await clock.advance(4_999);
  expect(asked).toEqual(['first']);
  await clock.advance(1);
  expect(asked).toEqual(['first', 'dial 0']);
  turns.answered('dial 0', full);
  await clock.advance(5_000);
  expect(asked).toEqual(['first', 'dial 0', 'dial 1']);
  turns.answered('dial 1', sent);
  expect(asked).toEqual(['first', ...names(10)]);
});

test('while no switch is up none is asked; then they go on', async () => {
  const { clock, asked, ask, up } = world();
  up(false);
  for (const name of names(3)) ask(name);
  await clock.advance(10_000);
  expect(asked).toEqual([]);
  up(true);
  expect(asked).toEqual(names(3));
});

test('who has waited for long is told, once, and waits no more', async () => {
  const { clock, asked, late, ask, up } = world();
  up(false);
  ask('first');
  await clock.advance(45_000);
  expect(late).toEqual(['first']);
  up(true);
  await clock.advance(60_000);
  expect([asked, late]).toEqual([[], ['first']]);
});

test('a turn that nobody takes goes to the next', async () => {
  const clock = new VirtualClock();
  const called: string[] = [];
  const turns = new DialTurns({ clock, open: () => true, goOn: ({ id }) => called.push(id) });
  const asks = (id: string): boolean =>
    turns.take({ id, createdAt: clock.now() } as ActionRow, () => undefined);
  expect(asks('first')).toBe(true);
  turns.answered('first', full);
  expect([asks('its session is over'), asks('second')]).toEqual([false, false]);
  await clock.advance(5_000);
  expect(called).toEqual(['its session is over']);
  await clock.advance(2_000);
  expect(called).toEqual(['its session is over', 'second']);
  expect(asks('second')).toBe(true);
});

test('a dial that was not asked for after all gives its turn back', () => {
  const { turns, asked, ask } = world();
  for (const name of names(60)) ask(name);
  const first = asked.length;
  turns.answered('dial 0', null);
  expect(asked).toHaveLength(first + 1);
});
