import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { blackHole } from '../../../src/simulation/people.ts';
import { after, type Scene } from '../../../src/simulation/scene.ts';
import type { Person, PhoneLine } from '../../../src/switch/person.ts';
import { dialogueOf, type Recorded } from '../../support/recorded-dialogue.ts';
import { farEndNamed, farEndNames } from '../../support/simulated-far-ends.ts';
import { doorKeeper, RawClient } from './raw-client.ts';
import { eventsOf, missing, repliesOf, replay, told } from './replay.ts';
import { simulatedWorld, type World } from './simulated-world.ts';

/** Port of the first far end of the lab; the others follow in the order of their names. */
const FIRST_PORT = 5_701;
/** Where nothing listens: the switch itself makes a 503 of that. */
const CLOSED_PORT = 5_698;
/** Where INVITEs are lost. */
const LOST_PORT = 5_699;

/** Dialogues that are about what no client of ours asks of a switch, or has happen to it; and why not. */
const others: Readonly<Record<string, string>> = {
  'api-status-show-channels': 'sofia status, show calls and the like are not asked for',
  'callcenter-agent-events': 'mod_callcenter is the switch’s own queue',
  'outbound-socket-sync-mode':
    'a door that is not async full is refused: test/switch/freeswitch/doors.test.ts',
};

/** The recording of a network that plays tones has none: they were not found in it, or not played. */
const TONELESS = 'spandsp-tone-detect-early-media-sit';

/** What the caller does at a door from the answer on. */
const callers: Readonly<Record<string, (world: World, line: PhoneLine) => void>> = {
  'outbound-socket-application-disconnects': () => undefined,
  'outbound-socket-caller-hangs-up-no-linger': ({ scene }, line) =>
    void after(scene, 5_000, () => line.hangUp()),
  'outbound-socket-connect-myevents-linger': ({ scene }, line) =>
    void after(scene, 2_200, () => line.press('1')),
  'outbound-socket-divert-events-filter': ({ scene }, line) =>
    void after(scene, 2_200, () => line.press('1')),
};

const folder = process.env['RINGBACK_TRANSCRIPTS'];
const names =
  folder === undefined
    ? []
    : readdirSync(folder).flatMap((file) => (file.endsWith('.txt') ? [file.slice(0, -'.txt'.length)] : []));
if (folder === undefined)
  console.warn('RINGBACK_TRANSCRIPTS is not set: no comparison with the dialogues of a real FreeSWITCH');
else for (const [name, why] of Object.entries(others)) console.warn(`${name} is not replayed: ${why}`);

test.runIf(folder !== undefined)('a dialogue that is not replayed is there, and said why', () => {
  expect(names).toEqual(expect.arrayContaining(Object.keys({ ...others, ...callers })));
});

test.each(names.filter((name) => !Object.hasOwn(others, name)))(
  '%s: the simulated switch says the same',
  async (name) => {
    const dialogue = dialogueOf(readFileSync(join(folder ?? '', `${name}.txt`), 'utf8')).map(here);
    const keeper = await doorKeeper();
    onTestFinished(() => keeper.close());
    const world = await simulatedWorld({ doors: [keeper.address] }, speedOf(name));
    for (const farEnd of farEndNames) world.people.register(portOf(farEnd), farEndNamed(world.scene, farEnd));
    world.people.register(String(CLOSED_PORT), farEndNamed(world.scene, 'overload_503'));
    world.people.register(String(LOST_PORT), blackHole());
    if (name === TONELESS) world.people.register(portOf('early_sit_404'), withoutTones(world.scene));
    const caller = callers[name];
    if (caller) ring(world, caller);
    const client = caller ? await keeper.next() : await RawClient.connect(world.switch.port);
    const { events, replies } = await replay(dialogue, client, world.scene.clock);
    expect(told(events)).toEqual(told(eventsOf(dialogue)));
    expect(replies).toEqual(repliesOf(dialogue));
    expect(missing(eventsOf(dialogue), events)).toEqual([]);
  },
  30_000,
);

/** Where it matters which application a key meets, the keys are not to come late. */
function speedOf(name: string): number {
  return /^(dtmf|execute-without|play-and-get|read)-/.test(name) ? 4 : 10;
}

function portOf(farEnd: string): string {
  return String(FIRST_PORT + farEndNames.indexOf(farEnd));
}

/** Sound before the final 404, and nothing to be found in it. */
function withoutTones(scene: Scene): Person {
  return {
    on: (line) => (perception) => {
      if (perception.kind !== 'ringing') return;
      line.progress();
      after(scene, 8_000, () => line.reject(404));
    },
  };
}

function ring(world: World, onAnswer: (world: World, line: PhoneLine) => void): void {
  const person = {
    on:
      (line: PhoneLine) =>
      ({ kind }: { kind: string }): void => {
        if (kind === 'connected') onAnswer(world, line);
      },
  };
  world.switch.ring(person, { from: '15551230001', to: '8000' });
}

/**
 * The lab tells its far ends apart by their ports, the simulated switch its people by their numbers; and there every
 * gateway is but one.
 */
function here(step: Recorded): Recorded {
  const text = step.text
    .replace(/sofia\/internal\/\d+@127\.0\.0\.1:(5[67]\d\d)/g, 'sofia/internal/$1@127.0.0.1')
    .replace('sofia/gateway/doesnotexist/', 'sofia/gateway/unknown/');
  return { ...step, text };
}
