import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { hashKey } from '../../src/cli/keys.ts';
import { onServer, type OnServer } from './on-server.ts';

let on: OnServer;
let file: string;
beforeEach(async () => {
  on = await onServer({ editable: true });
  file = join(on.folder, 'it.yaml');
});
afterEach(() => on.close());

/** What `config show` prints, with a change, as a file. */
async function edited(change: (text: string) => string): Promise<void> {
  writeFileSync(file, change(await on.ringback('config', 'show')));
}

const closing = (text: string): string => `${text}\npriority-ageing: 90s\n`;

it('ringback config shows, puts, tells and takes back what is edited', async () => {
  await edited(closing);
  expect(readFileSync(file, 'utf8')).toMatch(
    /^# revision 0\n# builds on ".+"\n(.*\n)*services:\n {2}classic:/,
  );
  expect(await on.ringback('config', 'put', file, '--check')).toBe(
    '/priority-ageing: nothing -> "90s"\nthat could be done; nothing was changed',
  );
  expect(await on.ringback('config', 'history')).toBe('the file alone: nothing was edited');
  expect(await on.ringback('config', 'put', file, '--reason', 'long waits')).toContain('revision 1');
  expect(on.world.app.config().priorityAgeingMs).toBe(90_000);
  await edited((text) => text);
  expect(await on.ringback('config', 'put', file)).toBe('that changes nothing');
  await on.ringback('config', 'revert', '0');
  expect(on.world.app.config().priorityAgeingMs).toBeNull();
  expect((await on.ringback('config', 'history')).split('\n')).toEqual([
    expect.stringMatching(/^2 {2}2026-01-05 09:00:00Z {2}command line$/),
    '    /priority-ageing: "90s" -> nothing',
    expect.stringMatching(/^1 {2}.* {2}command line: long waits$/),
    '    /priority-ageing: nothing -> "90s"',
  ]);
});

it('an edit over what somebody else has edited meanwhile is refused, and so is a mistake', async () => {
  await edited(closing);
  await on.ringback('config', 'put', file);
  await expect(on.ringback('config', 'put', file)).rejects.toThrow('PRECONDITION_FAILED');
  await edited((text) => text.replace('90s', 'soon'));
  await expect(on.ringback('config', 'put', file)).rejects.toThrow('CONFIG_REFUSED');
  await expect(on.ringback('config', 'revert', '9')).rejects.toThrow('REVISION_UNKNOWN');
  writeFileSync(file, 'services: {}');
  await expect(on.ringback('config', 'put', file)).rejects.toThrow('does not say what it builds on');
  await expect(on.ringback('config', 'put', join(on.folder, 'none.yaml'))).rejects.toThrow('cannot be read');
  await edited(() => '# builds on "x"\n- [');
  await expect(on.ringback('config', 'put', file)).rejects.toThrow('it.yaml');
});

it('ringback do-not-call puts numbers on the list, tells who did it, and takes them off', async () => {
  const add = ['do-not-call', 'add', '+442071838750', '--reason', 'asked us', '--source', 'letter'];
  expect(await on.ringback(...add)).toBe('+442071838750 is never called; no callback waited for it');
  expect((await on.ringback('do-not-call', 'list')).split('\n')[1]).toMatch(
    /^\+442071838750 +2026-01-05 09:00:00Z +command line +letter +asked us$/,
  );
  expect(await on.ringback('number', '+442071838750', '--service', 'classic')).toContain(
    'refused (do-not-call)',
  );
  expect(await on.ringback('do-not-call', 'remove', '+442071838750')).toContain('may be called again');
  await expect(on.ringback('do-not-call', 'remove', '+442071838750')).rejects.toThrow('NUMBER_UNLISTED');
  await expect(on.ringback('do-not-call', 'add', 'nobody')).rejects.toThrow('country code');
});

it('a key that could be found from its hash by trying is not hashed', () => {
  expect(() => hashKey('correct horse')).toThrow('32 characters');
});
