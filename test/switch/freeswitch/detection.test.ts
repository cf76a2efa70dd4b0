import { setImmediate } from 'node:timers/promises';

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

describe('a beep', () => {
  /** As mod_avmd tells of one, at a time of the switch's clock; each comes twice, with the same times. */
  const beeps = (hz: number, ms: number): void =>
    door.event('CUSTOM', {
      ...{ 'Event-Subclass': 'avmd::beep', 'Beep-Status': 'DETECTED' },
      ...{ Frequency: `${hz}.270660`, 'Detection-time': `${ms}000`, ...at(ms) },
    });

  /** Sound from 5 s on that is quiet again so long after; `beep`: when one is heard in it, and of which frequency. */
  async function sounds(forMs: number, beep: { hz: number; at: number }): Promise<Detected> {
    const detected = call.detect();
    const audio = await door.begins('detect_audio');
    if (beep.at < 5_000) beeps(beep.hz, beep.at);
    door.completes(audio, { variable_detect_audio_timeout: 'false', ...at(5_000) });
    const silence = await door.begins('detect_silence');
    beeps(beep.hz, beep.at);
    door.completes(silence, { variable_detect_silence_timeout: 'false', ...at(5_700 + forMs) });
    return detected;
  }

  it('at 1100 Hz that is all there is for half a second is a fax that calls', async () => {
    // 1085 is what mod_avmd says of 1100 Hz, before the sound was noticed or a moment later.
    expect(await sounds(420, { hz: 1_085, at: 4_960 })).toBe('fax');
  });

  it('of that frequency is one of a machine when it goes on', async () => {
    expect(await sounds(900, { hz: 1_085, at: 5_020 })).toBe('machine');
  });

  it('of that frequency is one of a machine after a greeting', async () => {
    expect(await sounds(1_200, { hz: 1_085, at: 5_700 })).toBe('machine');
  });

  it('before any speech is none when it is told of a second time, after the speech', async () => {
    expect(await sounds(420, { hz: 1_028, at: 4_960 })).toBe('person');
  });
});

describe('a service of its own limits', () => {
  it('has a longer hello taken for a person', async () => {
    const detected = call.detect({ level: 250, noSpeechMs: 2_000, silenceMs: 500, longestHelloMs: 3_000 });
    const audio = await door.begins('detect_audio', '250 4 2000');
    door.completes(audio, { variable_detect_audio_timeout: 'false', ...at(5_000) });
    const silence = await door.begins('detect_silence', '250 25 3500');
    door.completes(silence, { variable_detect_silence_timeout: 'false', ...at(5_000 + 2_900 + 500) });
    expect(await detected).toBe('person');
  });
});

describe('a mod_amd that the configuration names', () => {
  let lab2: FreeSwitchUnderTest;
  let own: { door: DoorPeer; call: SwitchCall };
  beforeEach(async () => {
    lab2 = await startFreeSwitch({ detection: { avmd: false, tones: null, amd: 'amd', early: false } });
    own = await lab2.enter('leg-2', { 'Answer-State': 'answered' });
  });
  afterEach(() => lab2.stop());

  it.each([
    ['HUMAN', 'person'],
    ['MACHINE', 'machine'],
    ['NOTSURE', 'person'],
  ])('tells when it is done: %s is a %s', async (word, verdict) => {
    const detected = own.call.detect();
    own.door.completes(await own.door.begins('amd'), { variable_amd_result: word });
    expect(await detected).toBe(verdict);
    expect(own.door.commands.some((command) => command.includes('detect_audio'))).toBe(false);
  });

  it.each([
    ['MACHINE', 'machine'],
    ['NOT_SURE', 'person'],
  ])('tells by an event after it has returned: %s is a %s', async (word, verdict) => {
    const detected = own.call.detect();
    own.door.completes(await own.door.begins('amd'));
    own.door.event('CUSTOM', { 'Event-Subclass': 'mod_amd::info', variable_amd_result: word });
    expect(await detected).toBe(verdict);
  });

  it('that says nothing is not sure: a person', async () => {
    const detected = own.call.detect();
    own.door.completes(await own.door.begins('amd'));
    const verdicts: Detected[] = [];
    void detected.then((one) => verdicts.push(one));
    while (verdicts.length === 0) {
      await lab2.clock.advance(1_000);
      await setImmediate();
    }
    expect(verdicts).toEqual(['person']);
  });
});

describe('an answering machine records', () => {
  /** The next window in which silence is looked for: found after so many ms, or not. */
  async function window(foundAfterMs: number | 'never', clockMs: number): Promise<void> {
    const id = await door.begins('detect_silence');
    const never = foundAfterMs === 'never';
    door.completes(id, {
      variable_detect_silence_timeout: String(never),
      ...at(1_000 + clockMs + (never ? 1_000 : foundAfterMs)),
    });
  }

  it('after its beep and a short silence', async () => {
    const waiting = call.afterBeep(30_000);
    await window('never', 0);
    door.event('CUSTOM', { 'Event-Subclass': 'avmd::beep', 'Beep-Status': 'DETECTED' });
    await window(700, 0);
    expect(await waiting).toBe('beep');
  });

  it('after two seconds of silence when no beep was heard, but not in a pause of its greeting', async () => {
    const waiting = call.afterBeep(30_000);
    for (let n = 0; n < 3; n++) await window(300, 0);
    await window(900, 0);
    for (let n = 0; n < 7; n++) await window(300, 0);
    expect(await waiting).toBe('silence');
    await door.received(/execute-app-name: avmd_stop/);
  });

  it('or it is not waited for any longer', async () => {
    const waiting = call.afterBeep(2_000);
    for (let n = 0; n < 2; n++) await window('never', 0);
    expect(await waiting).toBe('limit');
  });

  it('or the call ends', async () => {
    const waiting = call.afterBeep(2_000);
    await door.begins('detect_silence');
    door.event('CHANNEL_HANGUP');
    expect(await waiting).toBe('call-ended');
    expect(await call.afterBeep(2_000)).toBe('call-ended');
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
    const other = await startFreeSwitch({ detection: { avmd: false, tones: null, amd: null, early: false } });
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
