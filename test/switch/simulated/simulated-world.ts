import { onTestFinished } from 'vitest';

import { seededRandom } from '../../../src/core/random.ts';
import { createDirectory, type Directory } from '../../../src/simulation/directory.ts';
import type { Scene } from '../../../src/simulation/scene.ts';
import {
  startSimulatedSwitch,
  type SimulatedSwitch,
  type SimulatedSwitchOptions,
} from '../../../src/switch/simulated/simulated-switch.ts';
import { fastClock } from '../../support/fast-clock.ts';
import { RawClient } from './raw-client.ts';

export interface World {
  scene: Scene;
  people: Directory;
  switch: SimulatedSwitch;
  /** A client of the event socket that gets the named events. */
  client: (events?: string) => Promise<RawClient>;
}

/** A simulated switch on a free port, closed after the test; its people live ten times as fast as we do, or as told. */
export async function simulatedWorld(
  options: Partial<SimulatedSwitchOptions> = {},
  speed = 10,
): Promise<World> {
  const scene: Scene = { clock: fastClock(speed), random: seededRandom(11) };
  const people = createDirectory(scene, { talkMs: 3000 });
  const simulated = await startSimulatedSwitch({
    ...scene,
    host: '127.0.0.1',
    port: 0,
    password: 'ClueCon',
    doors: [],
    people,
    speechRate: 20,
    ...options,
  });
  onTestFinished(() => simulated.close());
  return {
    scene,
    people,
    switch: simulated,
    client: (events = 'ALL') => RawClient.ready(simulated.port, events),
  };
}

export const CHANNEL_EVENTS = [
  ...[
    'CHANNEL_OUTGOING',
    'CHANNEL_CREATE',
    'CHANNEL_ORIGINATE',
    'CHANNEL_PROGRESS',
    'CHANNEL_PROGRESS_MEDIA',
  ],
  ...['CHANNEL_ANSWER', 'CHANNEL_EXECUTE', 'CHANNEL_EXECUTE_COMPLETE', 'CHANNEL_PARK', 'CHANNEL_BRIDGE'],
  ...['CHANNEL_UNBRIDGE', 'CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY', 'BACKGROUND_JOB'],
  ...['DTMF', 'PLAYBACK_START', 'PLAYBACK_STOP', 'DETECTED_TONE', 'CUSTOM avmd::start avmd::beep avmd::stop'],
].join(' ');
