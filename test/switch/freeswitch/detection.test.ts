import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Detected, SwitchCall } from '../../../src/switch/switch.ts';
import { at, type DoorPeer } from '../../support/esl-peer.ts';
import { startFreeSwitch, type FreeSwitchUnderTest } from '../../support/freeswitch-under-test.ts';

let lab: FreeSwitchUnderTest;
let door: DoorPeer;
let call: SwitchCall;
beforeEach(async () => {
  lab = await startFreeSwitch();
  ({ door, call } = await lab.enter('leg-1', { 'Answer-State': 'answered' }));
});
afterEach(() => lab.stop());

/** Speech from 5 s on the switch's clock, then silence found at `silenceAt` ms, or never. */
async function speaks(silenceAt: number | 'never'): Promise<void> {
  door.completes(await door.begins('detect_audio'), { variable_detect_audio_timeout: 'false', ...at(5_000) });
  const silence = await door.begins('detect_silence');
  const never = silenceAt === 'never';
  door.completes(silence, {
    variable_detect_silence_timeout: String(never),
    ...at(never ? 7_500 : silenceAt),
  });
}

describe('who took the call', () => {
  it('is a person after a short hello and 0.7 s of silence', async () => {
    const detected = call.detect();
    await speaks(5_000 + 800 + 700);
    expect(await detected).toBe('person');
  });

  it('is a machine after a longer greeting, or one that does not end', async () => {
    const detected = call.detect();
    await speaks(5_000 + 1_900 + 700);
    expect(await detected).toBe('machine');
    const again = call.detect();
    await speaks('never');
    expect(await again).toBe('machine');
  });

  it('is silence when nobody speaks', async () => {
    const detected = call.detect();
    door.completes(await door.begins('detect_audio'), { variable_detect_audio_timeout: 'true' });
    expect(await detected).toBe('silence');
  });

  it('is nobody when the call ends meanwhile', async () => {
    const detected = call.detect();
    await door.begins('detect_audio');
    door.event('CHANNEL_HANGUP');
    expect(await detected).toBe('call-ended');
    expect(await call.detect()).toBe('call-ended');
  });

  const tones: [string, Record<string, string>, Detected][] = [
    ['a called fax machine', { 'Detected-Tone': 'CED_TONE' }, 'fax'],
    ['a calling fax machine', { 'Detected-Tone': 'CNG_TONE' }, 'fax'],
    ['the fax detector', { 'Detected-Fax-Tone': 'true' }, 'fax'],
    ['special information tones', { 'Detected-Tone': 'SIT' }, 'error-tone'],
    ['an in-band busy tone', { 'Detected-Tone': 'BUSY_TONE' }, 'error-tone'],
  ];
  it.each(tones)('is told at once by the tone of %s, each heard twice', async (_, fields, result) => {
    const detected = call.detect();
    await door.begins('detect_audio');
    door.event('DETECTED_TONE', fields);
    door.event('DETECTED_TONE', fields);
    expect(await detected).toBe(result);
  });

  it('is a machine when it beeps after speaking, however short the greeting was', async () => {
    const detected = call.detect();
    door.completes(await door.begins('detect_audio'), {
      variable_detect_audio_timeout: 'false',
      ...at(5_000),
    });
    await door.begins('detect_silence');
    door.event('CUSTOM', { 'Event-Subclass': 'avmd::beep', 'Beep-Status': 'DETECTED' });
    expect(await detected).toBe('machine');
  });

  it('is not told by a beep before any speech, nor by a ringing tone', async () => {
    const detected = call.detect();
    const audio = await door.begins('detect_audio');
    door.event('CUSTOM', { 'Event-Subclass': 'avmd::beep', 'Beep-Status': 'DETECTED' });
    door.event('DETECTED_TONE', { 'Detected-Tone': 'RING_TONE' });
    door.completes(audio, { variable_detect_audio_timeout: 'true' });
    expect(await detected).toBe('silence');
  });
});

describe('the detectors', () => {
  it('start before the greeting is timed, and stop with the verdict', async () => {
    const detected = call.detect();
    await speaks(6_000);
    await detected;
    await door.received(/execute-app-name: avmd_stop/);
    const order = [
      'avmd_start',
      'spandsp_start_tone_detect leg-1 cpd',
      'detect_audio',
      'detect_silence',
      'avmd_stop',
    ];
    const places = order.map((name) => door.commands.findIndex((command) => command.includes(name)));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('are left out when the switch has none', async () => {
    const other = await startFreeSwitch({ detection: { avmd: false, tones: null } });
    const entered = await other.enter('leg-2');
    const detected = entered.call.detect();
    entered.door.completes(await entered.door.begins('detect_audio'), {
      variable_detect_audio_timeout: 'true',
    });
    expect(await detected).toBe('silence');
    expect(entered.door.commands.some((command) => /avmd_|spandsp/.test(command))).toBe(false);
    await other.stop();
  });
});
