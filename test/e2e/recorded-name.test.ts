import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import { openRecordings, type Recordings } from '../../src/voice/recordings.ts';
import { listenAt } from '../support/agent-leg-behaviours.ts';
import { World, type WorldOptions } from '../support/world.ts';

type Kept = Pick<WorldOptions, 'recordings' | 'underWay'>;

/** A folder on the disk; while it is being read or written to, no time passes. */
async function recordings(): Promise<Kept> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-names-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const near = { address: '', elsewhere: new Map() };
  const opened = await openRecordings(folder, { clock: systemClock, random: seededRandom(1), ...near });
  const pending = new Set<Promise<unknown>>();
  const watched = <Value>(promise: Promise<Value>): Promise<Value> => {
    pending.add(promise);
    return promise.finally(() => pending.delete(promise));
  };
  const underWay = (): Promise<unknown> | null => (pending.size > 0 ? Promise.all(pending) : null);
  const place: Recordings['place'] = async (name) => {
    const one = await opened.place(name);
    return {
      to: one.to,
      size: () => watched(one.size()),
      read: () => watched(one.read()),
      remove: () => watched(one.remove()),
    };
  };
  return { underWay, recordings: { ...opened, place } };
}

const asksNames = { whisperDialog: 'whisper', options: { _record_name: true } };

/** A caller who takes the callback, and says a name for so long where one is asked for. */
async function called(world: World, spokenMs: number): Promise<void> {
  const phone = textPhone(world, {
    keys: ['1', '1'],
    onPerception(line, perception) {
      if (perception.kind !== 'hears' || perception.sound.kind !== 'text') return;
      if (/please say your name/.test(perception.sound.text) && spokenMs > 0)
        world.clock.at(world.clock.now() + 6_000, () => line.speak(spokenMs));
    },
  });
  world.people.register('+14155550142', phone);
  world.switch.ring(phone, { from: '+14155550142', to: '8000' });
  await world.until(async () => (await world.callbacks()).length > 0, 'a callback');
}

it('a caller says a name, and the agent hears it before the two are joined', async () => {
  const world = await World.create({ service: asksNames, ...(await recordings()) });
  const noticed = listenAt(world, 'user/1001');
  await called(world, 1_500);
  const [booked] = await world.callbacks();
  const id = String(booked?.userData['recorded_name']);
  const said = await world.store.utterances.get(id);
  expect(said).toMatchObject({ type: 'audio/x-wav' });
  expect(Buffer.from(said?.base64 ?? '', 'base64').toString('latin1', 0, 4)).toBe('RIFF');
  expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
  const sounds = noticed.flatMap((one) => (one.kind === 'hears' ? [one.sound] : []));
  expect(sounds).toContainEqual({ kind: 'text', text: 'It is for' });
  const played = sounds.flatMap((sound) => (sound.kind === 'recording' ? [sound.path] : []));
  expect(played).toEqual([expect.stringMatching(new RegExp(`/vxml/said/${id}\\.wav$`))]);
  const kinds = noticed.map(({ kind }) => kind);
  expect(kinds.indexOf('hears')).toBeLessThan(kinds.indexOf('joined'));
});

it('whoever says nothing is called back all the same', async () => {
  const world = await World.create({ service: asksNames, ...(await recordings()) });
  await called(world, 0);
  const [booked] = await world.callbacks();
  expect(booked?.userData).not.toHaveProperty('recorded_name');
  expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
});

it('where nothing can be recorded the callback is taken without a name', async () => {
  const world = await World.create({ service: asksNames });
  await called(world, 1_500);
  expect((await world.callbacks())[0]?.userData).not.toHaveProperty('recorded_name');
});
