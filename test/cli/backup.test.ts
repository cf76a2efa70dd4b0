import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { contentHash } from '../../src/core/ids.ts';
import * as make from '../store/conformance/make.ts';
import { everything, fill, storeCommands } from './store-commands.ts';

const { pathOf, ringback, within } = storeCommands();

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n');

describe('a backup', () => {
  it('restores everything there was', async () => {
    await within('a', (store) => fill(store, 150));
    const { out } = await ringback('a', 'backup', pathOf('file'));
    expect(out).toMatch(/^\d+ rows of site ringback, 150 callbacks, are in .*file\n$/);
    expect((await ringback('b', 'restore', pathOf('file'))).out).toMatch(/150 callbacks, are in the store/);
    expect(await within('b', everything)).toEqual(await within('a', everything));
  });

  it('can be taken while a server has the store', async () => {
    await within('a', async (store) => {
      await fill(store, 3);
      await ringback('a', 'backup', pathOf('file'));
      await store.callbacks.create(make.create(make.callback('later')));
    });
    await ringback('b', 'restore', pathOf('file'));
    expect(await within('b', (store) => store.callbacks.get('c2'))).not.toBeNull();
    expect(await within('b', (store) => store.callbacks.get('later'))).toBeNull();
  });

  it('is lines of JSON: a head, a row each, and an end with the checksum; for its owner alone', async () => {
    await within('a', (store) => fill(store, 2));
    await ringback('a', 'backup', pathOf('file'));
    const lines = linesOf(pathOf('file'));
    expect(lines.pop()).toBe('');
    const end = JSON.parse(lines.pop()!) as object;
    const head = JSON.parse(lines[0]!) as object;
    expect(head).toMatchObject({
      format: 'ringback-backup-1',
      site: 'ringback',
      counts: { callback: 2, inbox: 2 },
    });
    const sha256 = contentHash(`${lines.join('\n')}\n`);
    expect(end).toEqual({ counts: (head as { counts: object }).counts, sha256 });
    expect(statSync(pathOf('file')).mode & 0o777).toBe(0o600);
  });

  it('replaces an older one, and leaves nothing else behind', async () => {
    writeFileSync(pathOf('file'), 'yesterday');
    await within('a', (store) => fill(store, 1));
    await ringback('a', 'backup', pathOf('file'));
    expect(linesOf(pathOf('file'))[0]).toContain('ringback-backup-1');
    expect(existsSync(pathOf('file.part'))).toBe(false);
  });

  it('where it cannot be written says so', async () => {
    await within('a', (store) => fill(store, 1));
    await expect(ringback('a', 'backup', pathOf('no/such/folder'))).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
    });
  });

  it('of a store that is not there is refused, and makes neither', async () => {
    await expect(ringback('a', 'backup', pathOf('file'))).rejects.toMatchObject({ code: 'STORE_UNKNOWN' });
    expect(existsSync(pathOf('file'))).toBe(false);
    expect(existsSync(pathOf('a'))).toBe(false);
  });
});

describe('restoring', () => {
  const backedUp = async (): Promise<string> => {
    await within('a', (store) => fill(store, 2));
    await ringback('a', 'backup', pathOf('file'));
    return pathOf('file');
  };

  it('says in plain percentages how far it has come where there is no terminal', async () => {
    await within('a', (store) => fill(store, 60));
    await ringback('a', 'backup', pathOf('file'));
    const { err } = await ringback('b', 'restore', pathOf('file'));
    expect(err).toMatch(/^(restore \d+ %\n)+$/);
    expect(err.split('\n').at(-2)).toBe('restore 100 %');
  });

  it('into a store that is not empty is refused; what is there stays as it is with --merge', async () => {
    const file = await backedUp();
    const mine = make.callback('c1', { why: 'mine' });
    await within('b', (store) => store.callbacks.create(make.create(mine)));
    await expect(ringback('b', 'restore', file)).rejects.toMatchObject({ code: 'STORE_NOT_EMPTY' });
    expect(await within('b', (store) => store.callbacks.get('c0'))).toBeNull();
    await ringback('b', 'restore', file, '--merge');
    expect(await within('b', (store) => store.callbacks.get('c1'))).toEqual(mine);
    expect(await within('b', (store) => store.callbacks.get('c0'))).not.toBeNull();
  });

  it('that was interrupted is begun again', async () => {
    const file = await backedUp();
    const rows = await within('a', everything);
    await within('b', (store) => store.archive.write(rows.slice(0, 9)));
    await ringback('b', 'restore', file, '--merge');
    expect(await within('b', everything)).toEqual(rows);
  });

  it('is done from the backup of a program that knew fewer kinds of rows', async () => {
    const file = await backedUp();
    const [head = '', ...rows] = linesOf(file).slice(0, -2);
    const { counts } = JSON.parse(head) as { counts: Record<string, number> };
    delete counts['secret'];
    const known = rows.filter((row) => !row.startsWith('{"kind":"secret"'));
    const older = JSON.stringify({ ...(JSON.parse(head) as object), counts });
    const text = [older, ...known].map((line) => `${line}\n`).join('');
    writeFileSync(file, `${text}${JSON.stringify({ counts, sha256: contentHash(text) })}\n`);
    await ringback('b', 'restore', file);
    expect(await within('b', (store) => store.archive.counts())).toMatchObject({ ...counts, secret: 0 });
  });

  it('beside a server is refused', async () => {
    const file = await backedUp();
    await within('a', () =>
      expect(ringback('a', 'restore', file)).rejects.toMatchObject({ code: 'STORE_LOCKED' }),
    );
  });

  const rewrite = (change: (lines: string[]) => void) => (file: string) => {
    const lines = linesOf(file).slice(0, -2);
    change(lines);
    const text = lines.map((line) => `${line}\n`).join('');
    const { counts } = JSON.parse(linesOf(file)[0]!) as { counts: object };
    writeFileSync(file, `${text}${JSON.stringify({ counts, sha256: contentHash(text) })}\n`);
  };

  it.each<[string, (file: string) => void, string]>([
    ['is cut off in a line', (file) => truncateSync(file, statSync(file).size - 20), 'cut off'],
    ['lacks its last line', (file) => writeFileSync(file, linesOf(file).slice(0, -2).join('\n')), 'cut off'],
    [
      'was changed',
      (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('+12025550123', '+12025550124')),
      'checksum',
    ],
    ['lacks a row', rewrite((lines) => lines.splice(5, 1)), 'instead of'],
    ['has a row of a kind there is none', rewrite((lines) => lines.push('{"kind":"toString"}')), 'kind'],
    ['has a line that is no object', rewrite((lines) => lines.push('7')), 'no JSON'],
    ['has no counts', rewrite((lines) => (lines[0] = '{"format":"ringback-backup-1"}')), 'no backup'],
    ['is of a newer kind', rewrite((lines) => (lines[0] = '{"format":"ringback-backup-2"}')), 'no backup'],
    ['is something else', (file) => writeFileSync(file, '{"some":"json"}\n{"sha256":"x"}\n'), 'no backup'],
    ['is no text', (file) => writeFileSync(file, Buffer.from([0, 255, 10, 254, 13])), 'no JSON'],
    ['is empty', (file) => writeFileSync(file, ''), 'empty'],
  ])('a file that %s is refused before anything is written', async (_, spoil, why) => {
    const file = await backedUp();
    spoil(file);
    await expect(ringback('b', 'restore', file)).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
      message: expect.stringContaining(why) as string,
    });
    expect(existsSync(pathOf('b'))).toBe(false);
  });

  it('a file that is not there is refused', async () => {
    await expect(ringback('b', 'restore', pathOf('nosuch'))).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    });
  });
});
