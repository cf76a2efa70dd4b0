import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ServiceConfiguration } from '../../src/callback/configuration.ts';
import { onlyGateway } from '../../src/callback/gateway.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch, type FreeSwitchOptions } from '../../src/switch/freeswitch/freeswitch.ts';
import { openSpeech } from '../../src/voice/speech/open-speech.ts';
import { startRingback, type Running } from './ringback.ts';

/** Where a switch is, how it reaches people, and where its calls knock. */
export interface SwitchPlace {
  port: number;
  password: string;
  /** Dial string of whoever is called; `{number}` is the number. */
  dial: string;
  /** Where answered legs go, and where the door is that they knock at. */
  enter: string;
  doorsPort: number;
  /** It plays files; else it only takes texts. */
  plays: boolean;
}

/** A Ringback on one switch, as `start` runs it: texts are rendered once and played from files. */
export async function startProduct(
  on: SwitchPlace,
  options: ServiceConfiguration['options'],
): Promise<Running> {
  const around = { clock: systemClock, random: systemRandom, log: silentLogger };
  const doors = createDoors({ host: '127.0.0.1', port: on.doorsPort }, around);
  const settings = settingsOf(on);
  const member = createFreeSwitch(settings, doors, around);
  const folder = mkdtempSync(join(tmpdir(), 'ringback-speech-'));
  const voice = { engine: { kind: 'built-in', voice: 'slt' }, timeoutMs: 20_000, cacheBytes: 1e8 } as const;
  const speech = on.plays ? await openSpeech(folder, voice, around) : undefined;
  const running = await startRingback('ready', {
    ...{ switch: createFleet([member], doors), switches: [settings] },
    ...{ options, speech },
  });
  return {
    ...running,
    async close() {
      await running.close();
      await speech?.speech.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function settingsOf(on: SwitchPlace): FreeSwitchOptions & { kind: 'freeswitch' } {
  return {
    ...{ kind: 'freeswitch', name: 'bench', host: '127.0.0.1', port: on.port, password: on.password },
    ...{ gateways: [onlyGateway(on.dial)], dialUri: '', dialPhone: '{phone}', dialsPerSecond: null },
    ...{ enter: on.enter, addresses: ['127.0.0.1'], audio: 'path' },
    speech: on.plays ? null : 'flite|slt',
    music: 'silence_stream://-1',
    detection: { avmd: false, tones: null, amd: null, early: false },
  };
}
