import { afterEach, expect, it, vi } from 'vitest';

import { Progress } from '../../src/cli/progress.ts';

const terminal = process.stderr.isTTY;
afterEach(() => {
  process.stderr.isTTY = terminal;
  vi.restoreAllMocks();
});

/** What is written while 40 things are done one by one. */
function shown(isTTY: boolean, total: number): string {
  process.stderr.isTTY = isTTY;
  let written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  const progress = new Progress('restore', total);
  for (let n = 0; n < total; n++) progress.add(1);
  progress.end();
  return written;
}

it('on a terminal a bar grows in one line', () => {
  const steps = shown(true, 40).split('\r');
  expect(steps).toHaveLength(41);
  expect(steps[20]).toBe('restore [###############...............] 50 %');
  expect(steps[40]).toBe('restore [##############################] 100 %\n');
});

it('elsewhere each tenth is a line', () => {
  const lines = shown(false, 40).split('\n');
  expect(lines).toEqual([...[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((n) => `restore ${n} %`), '']);
});

it('nothing to do is done at once', () => {
  expect(shown(false, 0)).toBe('restore 100 %\n');
});
