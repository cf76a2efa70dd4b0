import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { program } from '../../src/cli/program.ts';

const dialogs = fileURLToPath(new URL('../../dialogs/', import.meta.url));
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ringback-graph-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function graph(...words: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await program().parseAsync(['graph', ...words], { from: 'user' });
    return String(log.mock.calls[0]?.[0]);
  } finally {
    log.mockRestore();
  }
}

function wrong(name: string, from: string, change: (text: string) => string): string {
  const file = join(folder, name);
  writeFileSync(file, change(readFileSync(join(dialogs, from), 'utf8')));
  return file;
}

it('draws every strategy and dialog that is shipped, both ways', async () => {
  for (const file of ['callback.scxml', 'classic.scxml', 'classic.yaml', 'confirm.yaml']) {
    expect(await graph(join(dialogs, file))).toMatch(
      /^---\ntitle: "\w+"\n---\nstateDiagram-v2\n {2}\[\*\] --> s1/,
    );
    expect(await graph(join(dialogs, file), '--svg')).toMatch(/^<svg [^]*<\/svg>$/);
  }
});

it('shows the steps, keys and conditions of a dialog', async () => {
  const text = await graph(join(dialogs, 'confirm.yaml'));
  expect(text).toMatch(/s\d+ --> s\d+ : 1\n/);
  expect(text).toContain('no key');
});

it('draws a strategy with the scripts and documents that lie beside it, and nothing from elsewhere', async () => {
  const chart = (script: string): string =>
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="beside"><script src="${script}"/>
    <state id="a"><invoke src="file:parts/child.scxml"/></state></scxml>`;
  mkdirSync(join(folder, 'inner', 'parts'), { recursive: true });
  writeFileSync(join(folder, 'above.js'), 'var x = 1;');
  writeFileSync(join(folder, 'inner', 'beside.js'), 'var x = 1;');
  writeFileSync(join(folder, 'inner', 'parts', 'child.scxml'), '<scxml/>');
  const file = join(folder, 'inner', 'main.scxml');
  writeFileSync(file, chart('./beside.js'));
  expect(await graph(file)).toContain('title: "beside"');
  for (const address of ['missing.js', '../above.js', join(folder, 'above.js')]) {
    writeFileSync(file, chart(address));
    await expect(graph(file)).rejects.toThrow(`main.scxml:1:`);
    await expect(graph(file)).rejects.toThrow(`source-missing "${address}" cannot be read`);
  }
});

it('prints the mistakes of a file that has some, and draws nothing', async () => {
  const chart = wrong('a.scxml', 'callback.scxml', (text) => text.replace('target="Ended"', 'target="Endd"'));
  await expect(graph(chart)).rejects.toThrow(/a\.scxml:\d+:\d+: .*Endd/);
  const dialog = wrong('b.yaml', 'confirm.yaml', (text) => text.replace(/^start: .*/m, 'start: nowhere'));
  await expect(graph(dialog)).rejects.toThrow(/b\.yaml:\d+:\d+: step-missing/);
  await expect(graph(join(folder, 'none.scxml'))).rejects.toThrow('cannot be read');
  await expect(graph(wrong('c.txt', 'confirm.yaml', (text) => text))).rejects.toThrow('neither a strategy');
});
