import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { program } from '../../src/cli/program.ts';
import { callback, create as make } from '../store/conformance/make.ts';
import { httpWorld, type World } from '../http/http-world.ts';

let world: World;
let server: Server;
let url: string;

beforeEach(async () => {
  world = await httpWorld({
    testPhone: {
      async *call({ keys }) {
        yield 'you ring 8000';
        if (keys === '1 1') yield 'connected';
        else yield 'nobody called back';
      },
    },
  });
  server = world.http.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});

/** What `ringback <words>` prints. */
async function ringback(...words: string[]): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await program().parseAsync(['--url', url, ...words], { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return lines.join('\n');
}

describe('create, list, show, cancel', () => {
  it('books a callback, finds it, tells its story and calls it off', async () => {
    const id = await ringback('create', 'classic', '415-555-0100', '--data', 'lang=en', 'note=a=b');
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await world.store.callbacks.get(id)).toMatchObject({ userData: { lang: 'en', note: 'a=b' } });

    const list = await ringback('list', '--state', 'QUEUED');
    expect(list).toMatch(/^ID +SERVICE +NUMBER +STATE/);
    expect(list).toContain(id);
    expect(list).toContain('+14155550100');

    expect(await ringback('show', id)).toContain(`callback ${id} of +14155550100, service classic`);
    expect(await ringback('cancel', id)).toBe(`callback ${id} is cancelled`);
    expect(await ringback('list', '--state', 'QUEUED')).toBe('no callbacks');
    expect(await ringback('show', id)).toContain('COMPLETED CANCELLED');
  });

  it('schedules', async () => {
    const id = await ringback('create', 'classic', '+14155550100', '--at', '2026-01-05T15:00:00Z');
    expect(await world.store.callbacks.get(id)).toMatchObject({ state: 'SCHEDULED' });
  });

  it.each([
    [['create', 'nosuch', '+14155550100'], 'SERVICE_UNKNOWN: there is no callback service "nosuch"'],
    [['create', 'classic', 'hello'], 'NUMBER_INVALID'],
    [['create', 'classic', '+14155550100', '--data', 'novalue'], 'key=value'],
    [['cancel', 'nosuch'], 'CALLBACK_UNKNOWN'],
    [['show', 'no/such?id'], 'CALLBACK_UNKNOWN'],
    [['list', '--limit', 'all'], 'limit is a whole number'],
    [['agent', 'asleep', '1001'], 'ready, not-ready, logout'],
    [['agent', 'ready', '9999'], 'AGENT_UNKNOWN'],
  ])('says in the words of the server why `%s` is refused', async (words, message) => {
    await expect(ringback(...words)).rejects.toThrow(message);
  });
});

it('number says what the rules of each service say of a number', async () => {
  expect(await ringback('number', '415-555-0100')).toMatch(/classic +\+14155550100 +US +may be called/);
  expect(await ringback('number', '+19005551234', '--service', 'classic')).toMatch(
    /refused \(number\).*premium/,
  );
  await expect(ringback('number', '1', '--service', 'nosuch')).rejects.toThrow('SERVICE_UNKNOWN');
});

it('show tells a refused request by the id it was answered with', async () => {
  await expect(ringback('create', 'classic', '+19005551234')).rejects.toThrow('NUMBER_INVALID');
  const [refused] = await world.store.facts.recent('request.refused', 1);
  const shown = await ringback('show', refused?.id ?? '');
  expect(shown).toContain('a request for a callback of service classic, refused');
  expect(shown).toContain('NUMBER_INVALID');
  expect(shown).not.toContain('9005551');
});

it('report counts a day as text, JSON and CSV', async () => {
  expect(await ringback('report', '--day')).toMatch(/^2026-01-05, UTC\nSERVICE +OFFERED/);
  const csv = await ringback('report', '--day', '2026-01-05', '--format', 'csv');
  expect(csv).toMatch(/^service,offered,accepted,.*,meanWaitS\n(.*\n)*total,0,0,/);
  const json = await ringback('report', '--day', '2026-01-04', '--zone', 'Asia/Tokyo', '--format', 'json');
  expect(JSON.parse(json)).toMatchObject({ day: '2026-01-04', zone: 'Asia/Tokyo' });
  await expect(ringback('report', '--day', '2026-02-30')).rejects.toThrow('day is a date');
  await expect(ringback('report', '--zone', 'Mars')).rejects.toThrow('IANA');
  await expect(ringback('report', '--format', 'pdf')).rejects.toThrow('text, json or csv');
});

it('status shows each service, switch and the store', async () => {
  const shown = await ringback('status');
  expect(shown).toMatch(/^SERVICE +WAITING +EWT +AGENTS/);
  expect(shown).toMatch(/classic +0 on the line, 0 callbacks +0 s +2 ready/);
  expect(shown).toContain('switch memory (memory): up');
  expect(shown).toMatch(/store .*: ok/);
});

it('audit order says how many were served, and that nobody was out of turn', async () => {
  expect(await ringback('audit', 'order')).toMatch(
    /^\d+ journal entries, \d+ served: no inversions; 0 unexplained$/,
  );
});

it('sets the state of an agent', async () => {
  expect(await ringback('agent', 'not-ready', '1001', '--reason', 'Lunch')).toBe(
    'agent 1001 is not-ready (Lunch)',
  );
  expect(await ringback('agent', 'logout', '1002')).toBe('agent 1002 is logged-out');
  expect(world.router.state().agents).toMatchObject([
    { state: 'not-ready', reason: 'Lunch' },
    { state: 'logged-out' },
  ]);
});

it('retention run forgets what is over for longer than configured', async () => {
  const completedAt = world.clock.now() - 31 * 86_400_000;
  const record = callback('old', { state: 'COMPLETED', reason: 'CANCELLED', completedAt });
  await world.store.callbacks.create(make(record));
  await world.store.callbacks.create(make(callback('open')));
  expect(await ringback('retention', 'run')).toBe(
    '1 callbacks, sessions, calls and journal entries are forgotten',
  );
  expect(await ringback('list')).not.toContain('old');
  expect(await ringback('list')).toContain('open');
});

describe('call', () => {
  it('prints the call as it happens; its last line says connected', async () => {
    expect(await ringback('call', '8000', '--keys', '1 1')).toBe('you ring 8000\nconnected');
  });

  it('fails when no agent was reached', async () => {
    await expect(ringback('call', '8000', '--keys', '2')).rejects.toThrow('The call ended without an agent.');
  });
});
