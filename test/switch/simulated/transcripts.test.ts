import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { pressesNothing, refuses } from '../../../src/simulation/people.ts';
import type { Scene } from '../../../src/simulation/scene.ts';
import type { Person } from '../../../src/switch/person.ts';
import type { Fields, RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld } from './simulated-world.ts';

const folder = process.env['RINGBACK_TRANSCRIPTS'];
if (folder === undefined)
  console.warn('RINGBACK_TRANSCRIPTS is not set: no comparison with a real FreeSWITCH');

interface Case {
  transcript: string;
  person: (scene: Scene) => Person;
  /** What the client does with the call. */
  act?: (esl: RawClient) => Promise<unknown>;
}

const cases: Case[] = [
  {
    transcript: 'originate-answer-park-uuid-kill',
    person: pressesNothing,
    act: async (esl) => {
      await esl.event('CHANNEL_PARK');
      await esl.api('uuid_kill leg');
    },
  },
  { transcript: 'originate-busy-486', person: (scene) => refuses(scene, 486, 300) },
  { transcript: 'originate-reject-603', person: (scene) => refuses(scene, 603, 300) },
  { transcript: 'originate-notfound-404', person: (scene) => refuses(scene, 404) },
  { transcript: 'originate-unavail-480', person: (scene) => refuses(scene, 480, 300) },
  { transcript: 'originate-overload-503', person: (scene) => refuses(scene, 503) },
  {
    transcript: 'originate-cancelled-by-uuid-kill',
    person: (scene) => refuses(scene, 486, 60_000),
    act: async (esl) => {
      await esl.event('CHANNEL_PROGRESS');
      await esl.api('uuid_kill leg ORIGINATOR_CANCEL');
    },
  },
];

/** Events of the call in a transcript, in order; the job's result may come anywhere and is left out. */
function recorded(path: string): Fields[] {
  const events = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^<~? \{"Event/.test(line))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Fields);
  return events.filter((event) => event['Event-Name']?.startsWith('CHANNEL_'));
}

/** Facts that must be equal, and headers that must be there. Codecs, addresses and media are not simulated. */
function essence(event: Fields): Fields {
  const facts = [
    'Event-Name',
    'Channel-Call-State',
    'Answer-State',
    'Hangup-Cause',
    'Application',
    'Call-Direction',
  ];
  // Whether the state has changed already when a parked call is hung up depends on which thread was faster.
  if (event['Application'] !== undefined) facts.splice(facts.indexOf('Channel-Call-State'), 1);
  const sip = /^variable_(sip_(term|hangup|invite_failure)\w+|hangup_cause\w*|proto_specific_hangup_cause)$/;
  return Object.fromEntries(Object.entries(event).filter(([name]) => facts.includes(name) || sip.test(name)));
}

function headersOf(event: Fields): string[] {
  return Object.keys(event).filter(
    (name) => !/^(variable_|FreeSWITCH|Channel-(Read|Write)-Codec)/.test(name),
  );
}

test.runIf(folder !== undefined).each(cases)(
  '$transcript: the simulated switch tells the same',
  async ({ transcript, person, act }) => {
    const path = join(folder ?? '', `${transcript}.txt`);
    expect(existsSync(path)).toBe(true);
    const world = await simulatedWorld();
    world.people.register('+14155550177', person(world.scene));
    const esl = await world.client(CHANNEL_EVENTS);
    await esl.send(
      'bgapi originate {origination_uuid=leg,originate_timeout=20}sofia/gateway/trunk/+14155550177 &park()',
    );
    await act?.(esl);
    await esl.event('CHANNEL_DESTROY');
    const simulated = esl.events().filter((event) => event['Event-Name'] !== 'BACKGROUND_JOB');
    const real = recorded(path);
    expect(simulated.map(essence)).toEqual(real.map(essence));
    for (const [at, event] of real.entries()) {
      const missing = headersOf(event).filter((name) => !(name in (simulated[at] ?? {})));
      expect(missing, event['Event-Name']).toEqual([]);
    }
  },
);
