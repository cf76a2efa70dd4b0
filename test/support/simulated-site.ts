import { expect, onTestFinished } from 'vitest';

import { onlyGateway, type Gateway } from '../../src/callback/gateway.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger, type Logger } from '../../src/core/logger.ts';
import { createFleet } from '../../src/switch/fleet.ts';
import { createDoors } from '../../src/switch/freeswitch/esl-door.ts';
import { createFreeSwitch } from '../../src/switch/freeswitch/freeswitch.ts';
import type { PhoneLine } from '../../src/switch/person.ts';
import type { CallEnd, Switch, SwitchCall } from '../../src/switch/switch.ts';
import { simulatedWorld, type World } from '../switch/simulated/simulated-world.ts';
import { eventually } from './eventually.ts';
import { dialRequest } from './freeswitch-under-test.ts';

export interface Site {
  world: World;
  fleet: Switch;
  arrived: SwitchCall[];
  ended: CallEnd[];
}

interface SiteOptions {
  audio?: 'path' | 'http_cache' | 'httapi';
  log?: Logger;
  /** In place of the only one. */
  gateways?: Gateway[];
}

/** The adapter, driving a simulated switch as it would a real one. */
export async function site({ audio = 'path', log = silentLogger, ...more }: SiteOptions = {}): Promise<Site> {
  const place = { host: '127.0.0.1', port: 0 };
  const doors = createDoors(place, { clock: systemClock, log: silentLogger });
  const world = await simulatedWorld({ doors: [`127.0.0.1:${await doors.listen()}`] });
  const parts = { ...world.scene, log };
  const options = {
    kind: 'simulated',
    name: 'sim',
    host: '127.0.0.1',
    port: world.switch.port,
    password: 'ClueCon',
    gateways: more.gateways ?? [onlyGateway('sofia/gateway/trunk/{number}')],
    dialUri: 'sofia/external/{uri}',
    dialsPerSecond: null,
    dialPhone: '{phone}',
    enter: '8000 XML public',
    speech: 'flite|slt',
    audio,
    music: 'local_stream://{name}',
    detection: { avmd: true, tones: 'cpd', amd: null, early: false },
  } as const;
  const fleet = createFleet([createFreeSwitch({ ...options, addresses: ['127.0.0.1'] }, doors, parts)]);
  const arrived: SwitchCall[] = [];
  const ended: CallEnd[] = [];
  onTestFinished(async () => {
    await fleet.stop();
    await doors.close();
  });
  await fleet.start({
    arrived: (call) => arrived.push(call),
    ringing: () => undefined,
    ended: (end) => ended.push(end),
    lost: () => Promise.resolve(false),
    isStale: () => false,
    healthChanged: () => undefined,
  });
  return { world, fleet, arrived, ended };
}

/** Rings somebody and waits until they are at our door. */
export async function reach({ fleet, arrived }: Site, id: string, number: string): Promise<SwitchCall> {
  expect(await fleet.dial(dialRequest(id, { to: { kind: 'number', number } }))).toMatchObject({
    kind: 'sent',
  });
  return eventually(() => arrived.find((call) => call.id === id));
}

/** Somebody rings in: the call at our door, and the phone it comes from. */
export async function ringIn({ world, arrived }: Site): Promise<{ call: SwitchCall; line: PhoneLine }> {
  const lines: PhoneLine[] = [];
  const person = { on: (line: PhoneLine) => (lines.push(line), () => undefined) };
  const id = world.switch.ring(person, { from: '+14155550166', to: '8000' });
  const call = await eventually(() => arrived.find((one) => one.id === id));
  return { call, line: await eventually(() => lines[0]) };
}

/** Puts a phone at a number whose owner does as told: hands over its line when it rings. */
export function phoneAt({ world }: Site, number: string): { line: () => Promise<PhoneLine> } {
  let rung: PhoneLine | undefined;
  world.people.register(number, { on: (line) => ((rung = line), () => undefined) });
  return { line: () => eventually(() => rung) };
}
