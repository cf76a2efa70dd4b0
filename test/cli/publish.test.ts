import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { publishProject } from '../../src/cli/publish.ts';
import { Refusal, type Client } from '../../src/cli/client.ts';
import { composerProject } from '../support/composer-project.ts';

let home: string;
let printed: string[];
let asked: string[];
let answer: unknown;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ringback-publish-'));
  mkdirSync(join(home, 'site', 'dialogs'), { recursive: true });
  vi.spyOn(process, 'cwd').mockReturnValue(join(home, 'site'));
  printed = [];
  asked = [];
  answer = { published: true, problems: [] };
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(home, { recursive: true });
});

const client: Client = {
  get: () => Promise.reject(new Error('not asked')),
  send: async (method, path) => {
    asked.push(`${method} ${path}`);
    if (answer instanceof Error) throw answer;
    return answer;
  },
  genesysPath: '/genesys',
  exchange: () => Promise.reject(new Error('not asked')),
  async *lines() {
    yield* [];
  },
};

function project(changes: Record<string, string> = {}): string {
  const folder = join(home, 'Shop');
  for (const [path, text] of Object.entries({ ...composerProject, ...changes })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function published(path: string): string | null {
  const file = join(home, 'site', 'dialogs', path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

it('a project becomes part of this one, and a running server takes it up', async () => {
  await publishProject(client, project(), {});
  expect(published('Shop/src-gen/Main.scxml')).toBe(composerProject['src-gen/Main.scxml']);
  expect(published('Shop/src-gen/ask.vxml')).toBe(composerProject['src-gen/ask.vxml']);
  for (const aside of ['.project', 'WEB-INF/web.xml', 'Workflows/Main.workflow', 'include/backend.jsp'])
    expect(published(`Shop/${aside}`)).toBeNull();
  expect(asked).toEqual(['POST /api/v1/publish']);
  const [warned = '', ...rest] = printed;
  expect(warned).toMatch(/^include\/backend\.jsp:1:1: server-page /);
  expect(rest).toEqual([
    'published; new calls have it',
    '7 files, 1 warnings',
    'routing points can name these strategies:',
    '  Shop/src-gen/IPD_shop',
  ]);
});

it('a second time takes the place of the first, whole', async () => {
  await publishProject(client, project(), { as: 'shop' });
  rmSync(join(home, 'Shop'), { recursive: true });
  await publishProject(client, project({ 'src-gen/ask.vxml': '<vxml/>' }), { as: 'shop' });
  expect(published('shop/src-gen/ask.vxml')).toBe('<vxml/>');
});

it('a project with an error changes nothing, and every mistake is named in its file', async () => {
  const wrong = project({ 'src-gen/Main.scxml': '<scxml', 'include/common.js': 'var = 1;' });
  await expect(publishProject(client, wrong, { as: 'shop' })).rejects.toThrow(
    /errors: nothing was published/,
  );
  expect(published('shop/src-gen/Main.scxml')).toBeNull();
  expect(asked).toEqual([]);
  expect(printed).toContainEqual(expect.stringMatching(/^dialogs\/shop\/src-gen\/Main\.scxml:1:\d+: xml /));
  expect(printed).toContainEqual(
    expect.stringMatching(/^dialogs\/shop\/[Ii]nclude\/common\.js:1:5: script /),
  );
});

it('--check only says what is wrong', async () => {
  await publishProject(client, project(), { as: 'shop', check: true });
  expect(published('shop/src-gen/Main.scxml')).toBeNull();
  expect(asked).toEqual([]);
});

it('without a server the next start takes it up; a server that refuses says why', async () => {
  answer = new Refusal('No Ringback answers at http://x');
  await publishProject(client, project(), { as: 'shop' });
  expect(printed).toContain('published; no server runs here, the next start takes it up');
  answer = { published: false, problems: ['dialogs/other.yaml:1:1: yaml broken'] };
  await expect(publishProject(client, project(), { as: 'shop' })).rejects.toThrow(/dialogs\/other\.yaml/);
  answer = new Refusal('KEY_REQUIRED');
  await expect(publishProject(client, project(), { as: 'shop' })).rejects.toThrow('KEY_REQUIRED');
});

it.each(['../up', 'api', '', 'a b', 'x/y'])('"%s" is no name of a project', async (as) => {
  await expect(publishProject(client, project(), { as })).rejects.toThrow(/cannot be the name/);
});

it('a folder without strategies, or none at all, is refused', async () => {
  const empty = join(home, 'empty');
  mkdirSync(empty);
  await expect(publishProject(client, empty, {})).rejects.toThrow(/no strategy/);
  await expect(publishProject(client, join(home, 'none'), {})).rejects.toThrow(/cannot be read/);
});

it('a link leads nowhere', async () => {
  const folder = project();
  writeFileSync(join(home, 'secret.js'), 'var secret;');
  symlinkSync(join(home, 'secret.js'), join(folder, 'include', 'link.js'));
  await publishProject(client, folder, { as: 'shop' });
  expect(published('shop/include/link.js')).toBeNull();
});
