import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { program } from '../../src/cli/program.ts';
import { book } from '../support/behaviours.ts';
import { eventually } from '../support/eventually.ts';
import { World } from '../support/world.ts';

let world: World;
let server: Server;
let printed: string[];

beforeEach(async () => {
  world = await World.create({ agents: [] });
  server = createServer(world.ringback.http);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await world.close();
});

async function ringback(...words: string[]): Promise<void> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await program().parseAsync(['--url', url, ...words], { from: 'user' });
}

/** A callback that waits for an agent. */
async function waiting(): Promise<string> {
  const { id } = await book(world, '+14155550100');
  await world.clock.settle();
  return id;
}

it('show --why says each decision in a sentence with its inputs', async () => {
  await ringback('show', await waiting(), '--why');
  expect(printed).toContain(
    '    From Opening to WaitingForAgentNear, because not closedFor > 0 (closedFor 0).',
  );
  expect(printed.some((line) => /callback {2}begins .*does queue\.submit$/.test(line))).toBe(true);
});

it('show says where and when the customer agreed to be called', async () => {
  const given = { _consent_source: 'web-form', _consent_time: '2026-01-05T08:30:00Z' };
  const { id } = await book(world, '+14155550100', given);
  await ringback('show', id, '--why');
  expect(printed).toContain('agreed to by web-form, 2026-01-05 08:30:00Z');
});

it('watch prints the steps as they happen, and ends with the callback', async () => {
  const id = await waiting();
  const watching = ringback('watch', id);
  await eventually(() => printed.some((line) => line.includes('WaitingForAgentNear')));
  const before = printed.length;
  await cancelCallback(world.ringback.app, id);
  // What tells the viewers goes by the clock of the server.
  let over = false;
  void watching.then(() => (over = true));
  while (!over) await world.clock.advance(250);
  await watching;
  expect(printed).toHaveLength(before + 1);
  expect(printed.at(-1)).toMatch(/callback\.cancelled +Ended/);
});

it('graph --session lights where the session stands, or stood after a step', async () => {
  const id = await waiting();
  await ringback('graph', 'dialogs/callback.scxml', '--session', id);
  expect(printed[0]).toMatch(/class s\d+,s\d+ lit/);
  await ringback('graph', 'dialogs/callback.scxml', '--session', id, '--svg', '--step', '1');
  const lit = [...(printed[1] ?? '').matchAll(/<g class="lit"[^>]*>\s*<title>(\w+)/g)].map(
    ([, name]) => name,
  );
  expect(lit).toEqual(['Pending', 'WaitingForAgentNear']);
});

it.each([
  [['graph', 'dialogs/classic.scxml', '--session', 'ID'], 'runs callback.scxml, not classic.scxml'],
  [
    ['graph', 'dialogs/callback.scxml', '--session', 'ID', '--step', '9'],
    'The session has 1 steps, none is 9.',
  ],
  [['graph', 'dialogs/callback.scxml', '--session', 'nobody'], 'CALLBACK_UNKNOWN'],
  [['watch', 'nobody'], 'CALLBACK_UNKNOWN'],
])('%j is refused', async (words, message) => {
  const id = await waiting();
  await expect(ringback(...words.map((word) => (word === 'ID' ? id : word)))).rejects.toThrow(message);
});
