import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { createDirectory, type Directory } from '../../src/simulation/directory.ts';
import { textCall } from '../../src/simulation/text-call.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { strategyProblems } from '../../src/strategy/lint.ts';
import type { EslCommand } from '../../src/switch/simulated/esl/reading.ts';
import { startSimulatedSwitch, type SimulatedSwitch } from '../../src/switch/simulated/simulated-switch.ts';
import { tapEsl } from '../support/esl-tap.ts';
import { eslSwitch, PASSWORD, quickConfiguration } from '../support/esl-world.ts';
import { freePort } from '../support/free-port.ts';
import type { Wire } from '../support/wire.ts';

const CUSTOMER = '+14155550142';
const scene = { clock: systemClock, random: systemRandom };

let people: Directory;
let store: Store;
let server: SimulatedSwitch;
let ringback: Ringback;
let taps: Wire[];
let commands: EslCommand[];

beforeEach(async () => {
  commands = [];
  people = createDirectory(scene, { talkMs: 300 });
  const doorsPort = await freePort();
  const doors = await tapEsl(doorsPort, 'server', commands);
  server = await startSimulatedSwitch({
    ...scene,
    host: '127.0.0.1',
    port: 0,
    password: PASSWORD,
    doors: [`127.0.0.1:${doors.port}`],
    people,
    speechRate: 1000,
  });
  const inbound = await tapEsl(server.port, 'client', commands);
  taps = [doors, inbound];
  store = await openSqliteStore({ path: ':memory:', threads: false });
  await publishFolder(
    { store, clock: systemClock },
    { folder: '.', questions, lintStrategy: strategyProblems },
  );
  const around = { ...scene, log: silentLogger };
  ringback = await compose(quickConfiguration(), {
    ...around,
    store,
    switch: eslSwitch({ switchPort: inbound.port, doorsPort }, around),
    threads: { strategies: 1, voice: 1 },
    node: 'test',
    testPhone: null,
    simulated: ['everything'],
    token: null,
    secret: 'test',
  });
  await ringback.start();
});

afterEach(async () => {
  await ringback.stop();
  for (const tap of taps) tap.close();
  await server.close();
  await store.close();
});

/** Rings the routing point as `ringback call` does; returns what it prints. */
async function call(keys: string): Promise<string[]> {
  const world = { directory: people, ring: server.ring.bind(server) };
  const request = { to: '8000', from: CUSTOMER, keys };
  const lines: string[] = [];
  for await (const line of textCall(scene, world, request, new AbortController().signal)) lines.push(line);
  return lines;
}

/** What was heard, by the first words of each prompt. */
function heard(lines: string[]): string[] {
  return lines
    .filter((line) => line.includes('you hear'))
    .map((line) => line.trim().split(' ').slice(0, 5).join(' '));
}

/** Arguments of the applications that the switch was told to run. */
function executed(application: string): string[] {
  return commands
    .filter(({ headers }) => headers.get('execute-app-name') === application)
    .map(({ headers, body }) => headers.get('execute-app-arg') ?? body);
}

/** Phones that the switch was told to ring. */
function originated(): string[] {
  return commands
    .filter(({ name, argument }) => name === 'bgapi' && argument.startsWith('originate'))
    .map(
      ({ headers, argument }) =>
        /ringback_dialled=([^,}]+)/.exec(argument)?.[1] ?? headers.get('job-uuid') ?? '',
    );
}

describe('a call from the text phone', () => {
  it('goes through doors, commands, pages and the browser, and is rung back once', async () => {
    const fetched = vi.spyOn(ringback.pages, 'handle');
    const lines = await call('1 1');
    expect(lines.at(-1)).toBe('connected');
    expect(heard(lines)).toEqual([
      'you hear: You would wait',
      'you hear: We will call',
      'you hear: Thank you. Your',
      'you hear: Should you want',
      'you hear: Hello, this is',
      'you hear music',
    ]);
    expect(lines.filter((line) => line.includes('you press'))).toEqual(Array(3).fill('  you press 1'));
    // Three legs, each with a door: the caller, the customer, the agent.
    expect(commands.filter(({ name }) => name === 'connect')).toHaveLength(3);
    expect(originated()).toEqual([CUSTOMER, 'user/1001']);
    expect(executed('playback').filter((sound) => sound.includes('tts://'))).toHaveLength(4);
    expect(executed('playback').filter((sound) => sound.startsWith('local_stream://'))).toHaveLength(1);
    expect(commands.filter(({ argument }) => argument.startsWith('uuid_bridge'))).toHaveLength(1);
    // The first page of a dialog is fetched, each key posted: offer, right number; confirm.
    const requests = fetched.mock.calls.map(([{ method, path, form }]) => ({
      method,
      run: path.split('/')[3],
      revision: path.split('/')[4],
      form,
    }));
    const [offer, confirm] = [...new Set(requests.map(({ run }) => run))];
    const answer = { answer: '1' };
    expect(requests).toEqual([
      { method: 'GET', run: offer, revision: undefined, form: {} },
      { method: 'POST', run: offer, revision: '0', form: answer },
      { method: 'POST', run: offer, revision: '1', form: answer },
      { method: 'GET', run: confirm, revision: undefined, form: {} },
      { method: 'POST', run: confirm, revision: '0', form: answer },
    ]);
  });

  it('is called back at the number that was keyed', async () => {
    const lines = await call('1 2 4155550100# 1');
    expect(lines.at(-1)).toBe('connected');
    expect(lines.join('\n')).toContain('We will call 4 1 5, 5 5 5, 0 1 0 0.');
    expect(originated()).toEqual(['+14155550100', 'user/1001']);
    expect(server.rings().map(({ phone }) => phone)).not.toContain(CUSTOMER);
  });
});
