import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { openSpeech } from '../../src/voice/speech/open-speech.ts';
import { loudness, tone } from '../support/sound-files.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';

onEveryLab('recordings', (site) => {
  it('a caller hears a rendered text and is recorded, in each way a recording ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-recordings-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const lab = await site.lab(onTestFinished);
    const settings = {
      engine: { kind: 'built-in', voice: 'slt' } as const,
      timeoutMs: 20_000,
      cacheBytes: 1e7,
    };
    const speech = await openSpeech(folder, settings, { clock: systemClock, log: silentLogger });
    onTestFinished(() => speech.speech.close());
    const files = await speech.speech.say('Please speak after the tone.', 'en-US');
    const { arrived } = await doorSite(lab);
    const [short, long] = [tone(folder, 2), tone(folder, 30)];
    const caller = lab.call('8000', '14155550142', ['sil:6', short, 'sil:6', long, 'sil:30']);
    const call = await arrived();
    await call.answer();
    const to = (name: string): string => join(folder, `${name}.wav`);
    const order = { beep: false, maxTimeMs: 20_000, finalSilenceMs: 1_500, timeoutMs: 1_500 };
    expect(await call.record({ ...order, to: to('silent') }).done).toEqual({
      kind: 'nothing',
      end: 'silence',
    });
    const spoken = await call.play(files.map((path) => ({ kind: 'file', path }))).done;
    expect(spoken).toEqual({ kind: 'played' });
    const said = await call.record({ ...order, to: to('said'), beep: true, timeoutMs: 15_000 }).done;
    expect(said).toMatchObject({ kind: 'recorded', end: 'silence' });
    // Nothing is to be heard on a simulated line.
    if (!site.simulated) expect(loudness(readFileSync(to('said')))).toBeGreaterThan(1_000);
    const capped = await call.record({
      ...order,
      to: to('capped'),
      timeoutMs: 15_000,
      finalSilenceMs: null,
      maxTimeMs: 1_200,
    }).done;
    expect(capped).toMatchObject({ kind: 'recorded', end: 'maxtime' });
    const stopped = call.record({ ...order, to: to('stopped'), timeoutMs: null, finalSilenceMs: null });
    await call.attach({ ringback_test: 'x' });
    const ended = new Promise((resolve) =>
      lab.clock.at(lab.clock.now() + 800, () => resolve(stopped.stop())),
    );
    await ended;
    expect(await stopped.done).toMatchObject({ kind: 'recorded', end: 'stopped' });
    const left = call.record({ ...order, to: to('left'), timeoutMs: null, finalSilenceMs: null });
    lab.clock.at(lab.clock.now() + 800, () => void call.hangup('NORMAL_CLEARING'));
    expect(await left.done).toMatchObject({ kind: 'recorded', end: 'hangup' });
    expect(await caller.ended).toBe(0);
  }, 120_000);
});
