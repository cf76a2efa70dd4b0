import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SwitchCall } from '../../../src/switch/switch.ts';
import { at, type DoorPeer } from '../../support/esl-peer.ts';
import { startFreeSwitch, type FreeSwitchUnderTest } from '../../support/freeswitch-under-test.ts';

let lab: FreeSwitchUnderTest;
let door: DoorPeer;
let call: SwitchCall;
beforeEach(async () => {
  lab = await startFreeSwitch();
  ({ door, call } = await lab.enter('call-1'));
});
afterEach(() => lab.stop());

const hello = { kind: 'text', text: 'Hello', locale: 'en-US' } as const;
const pause = { kind: 'silence', ms: 500 } as const;
const music = { kind: 'music', name: 'moh' } as const;

describe('a prompt', () => {
  it('is one playback of all its segments, one after the other', async () => {
    const playback = call.play([hello, pause, { kind: 'file', path: '/p/bye.wav' }]);
    const id = await door.begins('playback');
    expect(door.commands.at(-1)).toContain(
      'file_string://tts://flite|slt|Hello!silence_stream://500!/p/bye.wav\n',
    );
    expect(door.commands.at(-1)).toContain('event-lock: true');
    door.completes(id, { 'Application-Response': 'FILE PLAYED' });
    expect(await playback.done).toEqual({ kind: 'played' });
    await playback.stop();
  });

  it('with nothing in it has been played', async () => {
    expect(await call.play([]).done).toEqual({ kind: 'played' });
  });

  it("that is stopped tells how far it came, by the switch's clock", async () => {
    const playback = call.play([hello]);
    const id = await door.begins('playback');
    const stopped = playback.stop();
    await door.received(/^api uuid_break call-1/);
    door.completes(id, { 'Application-Response': 'FILE PLAYED', ...at(2_340) });
    await stopped;
    expect(await playback.done).toEqual({ kind: 'stopped', atMs: 1_340 });
  });

  it('is broken off again when the switch lost the first break', async () => {
    const playback = call.play([hello]);
    const id = await door.begins('playback');
    const stopped = playback.stop();
    await door.received(/^api uuid_break/);
    door.commands.length = 0;
    await lab.clock.advance(250);
    await door.received(/^api uuid_break/);
    door.completes(id);
    await stopped;
    door.commands.length = 0;
    await lab.clock.advance(1_000);
    expect(door.commands).toEqual([]);
  });

  it('stops the one before it', async () => {
    const first = call.play([hello]);
    const id = await door.begins('playback');
    const second = call.play([pause]);
    await door.received(/^api uuid_break/);
    door.completes(id, at(1_500));
    expect((await first.done).kind).toBe('stopped');
    door.completes(await door.begins('playback', 'silence_stream'));
    expect(await second.done).toEqual({ kind: 'played' });
  });

  it('that was stopped before it began is not played at all', async () => {
    const first = call.play([hello]);
    const id = await door.begins('playback');
    const second = call.play([pause]);
    const stopped = second.stop();
    door.completes(id);
    await Promise.all([first.done, stopped]);
    expect(await second.done).toEqual({ kind: 'stopped', atMs: 0 });
    expect(door.commands.some((command) => command.includes('silence_stream'))).toBe(false);
  });

  it.each(['FILE NOT FOUND', 'PLAYBACK ERROR'])('is missing when the switch says %s', async (response) => {
    const playback = call.play([{ kind: 'file', path: '/p/none.wav' }]);
    door.completes(await door.begins('playback'), { 'Application-Response': response });
    expect(await playback.done).toEqual({ kind: 'missing', what: '/p/none.wav' });
  });

  it('is missing when its path cannot be written safely', async () => {
    expect(await call.play([{ kind: 'file', path: "/p/it's!.wav" }]).done).toEqual({
      kind: 'missing',
      what: "/p/it's!.wav",
    });
  });

  it('ends with the call: by its last event, by the door, or before it began', async () => {
    const playback = call.play([hello]);
    const id = await door.begins('playback');
    door.completes(id, { 'Answer-State': 'hangup' });
    expect(await playback.done).toEqual({ kind: 'call-ended' });
    const second = call.play([hello]);
    await door.begins('playback');
    door.close();
    expect(await second.done).toEqual({ kind: 'call-ended' });
    expect(await call.play([hello]).done).toEqual({ kind: 'call-ended' });
  });
});

describe('music', () => {
  it('goes on after the prompt before it, until it is stopped', async () => {
    const playback = call.play([hello, music]);
    door.completes(await door.begins('playback', 'file_string'), at(9_000));
    const id = await door.begins('playback', 'local_stream://moh');
    const stopped = playback.stop();
    await door.received(/^api uuid_break/);
    door.completes(id, at(3_000));
    await stopped;
    expect((await playback.done).kind).toBe('stopped');
  });

  it('that ends at once is missing, not begun for ever', async () => {
    const playback = call.play([music]);
    door.completes(await door.begins('playback'), at(1_020));
    expect(await playback.done).toEqual({ kind: 'missing', what: 'local_stream://moh' });
  });
});
