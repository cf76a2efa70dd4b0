import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CallbackRecord } from '../../src/callback/record.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { questions } from '../../src/app/questions.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import { findLab, type Lab } from '../support/freeswitch-lab.ts';

const found = findLab();
if ('missing' in found) console.warn(`the classic flow on a real FreeSWITCH is skipped: ${found.missing}`);

const CALLER = '14155550142';

describe.runIf('lab' in found)('on a real FreeSWITCH, with real audio', () => {
  const lab = ('lab' in found ? found.lab : null) as Lab;
  const folder = mkdtempSync(join(tmpdir(), 'ringback-fs-'));
  let store: Store;
  let ringback: Ringback;

  beforeAll(async () => {
    lab.start();
    const customer = lab.farEnd('answer_human_dtmf1');
    const agent = lab.farEnd('answer_plain');
    const around = { clock: systemClock, random: systemRandom, log: silentLogger };
    store = await openSqliteStore({ path: join(folder, 'store.sqlite'), threads: true });
    await publishFolder({ store, clock: systemClock }, { folder: '.', questions, lintStrategy: strategyProblems });
    const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
    if ('problems' in loaded) throw new Error('the shipped configuration has mistakes');
    const configuration = {
      ...loaded.configuration,
      simulation: null,
      services: loaded.configuration.services.map((service) => ({ ...service, offerThresholdS: 0 })),
    };
    const doors = createDoors({ host: '127.0.0.1', port: 8084 }, around);
    const member = createFreeSwitch(
      {
        kind: 'freeswitch',
        name: 'lab',
        host: '127.0.0.1',
        port: 8021,
        password: 'ClueCon',
        dialNumber: `sofia/internal/{number}@127.0.0.1:${customer}`,
        dialPhone: `sofia/internal/agent@127.0.0.1:${agent}`,
        enter: '8000 XML public',
        addresses: ['127.0.0.1'],
        speech: 'flite|slt',
        music: 'tone_stream://%(2000,4000,440,480);loops=-1',
        detection: { avmd: true, tones: 'cpd' },
      },
      doors,
      around,
    );
    ringback = await compose(configuration, {
      ...around,
      store,
      switch: createFleet([member], doors),
      threads: { strategies: 1, voice: 1 },
      node: 'test',
      testPhone: null,
      simulated: [],
      token: null,
      secret: 'test',
    });
    await ringback.start();
  }, 90_000);

  afterAll(async () => {
    await ringback.stop();
    await store.close();
    lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function callbackThat(is: (record: CallbackRecord) => boolean): Promise<CallbackRecord> {
    for (;;) {
      const [record] = (await store.callbacks.find({ limit: 1 })).records;
      if (record && is(record)) return record;
      await new Promise<void>((resolve) => {
        const stop = store.onChange(() => {
          stop();
          resolve();
        });
      });
    }
  }

  it('a caller who presses 1 is released for Callback, rung back once, presses 1 and talks to an agent', async () => {
    const caller = lab.call('8000', CALLER, ['sil:6', 'dtmf:1', 'sil:8', 'dtmf:1', 'sil:60']);
    await caller.ended;
    const accepted = await callbackThat(() => true);
    expect(accepted.customerNumber).toBe(`+${CALLER}`);
    const talking = await callbackThat((record) => record.state === 'PROCESSING' || record.state === 'COMPLETED');
    expect(talking).toMatchObject({ state: 'PROCESSING' });
    expect(talking.attempts).toMatchObject([{ result: 'CONNECTED' }]);
    const origin = await store.interactions.get(String(talking.originatingInteractionId));
    expect(origin?.outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
    await ringback.app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await callbackThat((record) => record.state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
  }, 120_000);
});
