import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

import { program } from '../../src/cli/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
let out: string[];
let err: string[];
beforeEach(() => {
  [out, err] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line));
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

async function ringback(...words: string[]): Promise<string> {
  await program().parseAsync(words, { from: 'user' });
  return out.join('\n');
}

describe('compat', () => {
  it('prints requests, parameters and options with what becomes of each, also for programs', async () => {
    const text = await ringback('compat');
    for (const name of [
      'POST /1/notification/subscription',
      '_enable_status_notification',
      '_max_queue_wait',
    ])
      expect(text).toContain(name);
    out = [];
    const rows = JSON.parse(await ringback('compat', '--json')) as { name: string; standing: string }[];
    const standing = (name: string): string | undefined => rows.find((row) => row.name === name)?.standing;
    expect(standing('POST /1/storage/{ttl}')).toBe('done');
    expect(standing('_ors')).toBe('ignored');
    expect(standing('POST /1/service/request-chat')).toBe('refused');
  });
});

describe('import gms', () => {
  it('prints configuration, and beside it what it could not carry over', async () => {
    const file = join(folder, 'gms.cfg');
    const service = '_service=callback\n_call_direction=USERTERMINATED\n_calling_party_number=+12025550100';
    const options = '_priority=$level$\n_enable_status_notification=notify\n_colour=green';
    writeFileSync(
      file,
      `[service.sales]\n${service}\n${options}\n[service.talk]\n_service=callback\n_media_type=chat\n`,
    );
    const { services } = parse(await ringback('import', 'gms', file)) as { services: object };
    expect(services).toMatchObject({
      sales: {
        'caller-id': { number: '+12025550100' },
        options: { _priority: '$level$', _enable_status_notification: 'notify' },
      },
    });
    expect(Object.keys(services)).toEqual(['sales']);
    expect(err).toEqual([
      expect.stringContaining('left behind: [service.sales] _colour=green'),
      expect.stringContaining('left behind: [service.talk] is for chats'),
    ]);
  });

  it('says of a file that is not there what is wrong with it', async () => {
    await expect(ringback('import', 'gms', join(folder, 'nothing'))).rejects.toThrow(/nothing: ENOENT/);
  });
});
