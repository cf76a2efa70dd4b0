import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { after } from '../../../src/simulation/scene.ts';
import type { PhoneLine } from '../../../src/switch/person.ts';
import { dialogueOf, type Recorded } from '../../support/recorded-dialogue.ts';
import { farEndNamed, farEndNames } from '../../support/simulated-far-ends.ts';
import { doorKeeper, RawClient } from './raw-client.ts';
import { eventsOf, missing, repliesOf, replay, told } from './replay.ts';
import { simulatedWorld, type World } from './simulated-world.ts';

/** Port of the first far end of the lab; the others follow in the order of their names. */
const FIRST_PORT = 5_701;
/** Where nothing listens: the switch itself makes a 503 of that. */
const CLOSED_PORT = 5_698;

const KEYS = 'keys are heard of as events: `read` and `play_and_get_digits` are not used';
const AMD = 'a mod_amd of others; what it tells is in test/switch/freeswitch/detection.test.ts';

/** Dialogues that are about what no client of ours asks of a switch, or has happen to it; and why not. */
const others: Readonly<Record<string, string>> = {
  'api-status-show-channels': 'sofia status, show calls and the like are not asked for',
  'avmd-api-start-does-not-detect': 'the api form of avmd never detects anything: the applications are used',
  'callcenter-agent-events': 'mod_callcenter is the switch’s own queue',
  'conference-start-stop-talking': 'calls are not put into conferences',
  'dtmf-before-prompt-park-swallows-digits': KEYS,
  'dtmf-type-ahead-during-playback-and-sleep': KEYS,
  'execute-bridge-to-busy-then-agent': 'about &park() after a bridge: our calls stand at doors',
  'execute-without-event-lock-nests-applications': KEYS,
  'fax-detect-app-cng-1100hz': 'tones are heard by a descriptor of spandsp',
  'mod-amd-third-party-event-driven': AMD,
  'mod-amd-third-party-human': AMD,
  'mod-amd-third-party-machine': AMD,
  'originate-blackhole-timeout': 'somebody has a phone at every simulated number',
  'originate-then-execute-on-answer': 'no hooks and no applications go with an originate',
  'outbound-socket-connect-myevents-linger': KEYS,
  'outbound-socket-sync-mode': 'a door that is not async full is refused',
  'play-and-get-digits-caller-hangup': KEYS,
  'play-and-get-digits-dtmf-1': KEYS,
  'play-and-get-digits-invalid-then-valid': KEYS,
  'play-and-get-digits-timeout': KEYS,
  'read-dtmf-1': KEYS,
  'read-dtmf-1234-terminator': KEYS,
  'sched-hangup-max-call-duration': 'the client has the clock',
  'spandsp-start-fax-detect-ced': 'tones are heard by a descriptor of spandsp',
  'spandsp-tone-detect-early-media-sit': 'recorded without its tone: test/freeswitch/early-tones.test.ts',
  'uuid-bridge-hangup-after-bridge-false-park': 'legs of a bridge end together',
  'uuid-transfer-to-dialplan': 'the extension is none of the simulated dialplan',
  'wait-for-silence': 'silence is found by detect_silence',
};

/** What the caller does at a door from the answer on. */
const callers: Readonly<Record<string, (world: World, line: PhoneLine) => void>> = {
  'outbound-socket-application-disconnects': () => undefined,
  'outbound-socket-caller-hangs-up-no-linger': ({ scene }, line) =>
    void after(scene, 5_000, () => line.hangUp()),
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
    const world = await simulatedWorld({ doors: [keeper.address] });
    for (const [at, farEnd] of farEndNames.entries())
      world.people.register(String(FIRST_PORT + at), farEndNamed(world.scene, farEnd));
    world.people.register(String(CLOSED_PORT), farEndNamed(world.scene, 'overload_503'));
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
