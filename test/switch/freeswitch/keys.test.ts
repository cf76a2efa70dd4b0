import { afterEach, beforeEach, expect, it } from 'vitest';

import type { KeyPress } from '../../../src/switch/switch.ts';
import { eventually } from '../../support/eventually.ts';
import { startFreeSwitch, type FreeSwitchUnderTest } from '../../support/freeswitch-under-test.ts';

let lab: FreeSwitchUnderTest;
beforeEach(async () => void (lab = await startFreeSwitch()));
afterEach(() => lab.stop());

it('keys pressed before anyone listens are handed over first, in their order', async () => {
  // Pressed while we still ask the switch whether the channel is its own.
  lab.peer.channels.add('call-1');
  lab.peer.when(/^api uuid_exists/, () => {
    for (const key of '12') door.event('DTMF', { 'DTMF-Digit': key });
    return 'true';
  });
  const door = lab.knock('call-1');
  const call = await eventually(() => lab.arrived[0]);
  door.event('DTMF', { 'DTMF-Digit': '*' });
  door.event('CHANNEL_ANSWER');
  await eventually(() => call.answered);
  const pressed: string[] = [];
  call.onKey(({ key }) => pressed.push(key));
  door.event('DTMF', { 'DTMF-Digit': 'a' });
  await eventually(() => pressed.length === 4);
  expect(pressed).toEqual(['1', '2', '*', 'A']);
});

it('keys pressed between two listeners are kept for the second', async () => {
  const { door, call } = await lab.enter('call-1');
  const first: KeyPress[] = [];
  const stop = call.onKey((press) => first.push(press));
  door.event('DTMF', { 'DTMF-Digit': '1' });
  await eventually(() => first.length);
  stop();
  door.event('DTMF', { 'DTMF-Digit': '2' });
  door.event('CHANNEL_ANSWER');
  await eventually(() => call.answered);
  const second: KeyPress[] = [];
  call.onKey((press) => second.push(press));
  expect(second).toEqual([{ key: '2', at: lab.clock.now() }]);
  expect(first.map(({ key }) => key)).toEqual(['1']);
});

it('what is no key of a telephone is ignored', async () => {
  const { door, call } = await lab.enter('call-1');
  const pressed: string[] = [];
  call.onKey(({ key }) => pressed.push(key));
  for (const key of ['', '12', 'w', 'E', '\u0661', '#']) door.event('DTMF', { 'DTMF-Digit': key });
  await eventually(() => pressed.length);
  expect(pressed).toEqual(['#']);
});
