import { expect, test } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createOwnFetch, pageAddress } from '../../src/voice/own-fetch.ts';
import { openTerminal, type Terminal } from '../../src/voice/terminal.ts';
import { loadScriptEngine } from '../../src/sandbox/script-runtime.ts';
import { callbackPages, pageServer } from './pages.ts';

interface Walk {
  terminal: Terminal;
  shown: string[];
  asked: string[];
  end: () => Promise<string | undefined>;
}

async function walk(path: string): Promise<Walk> {
  await loadScriptEngine();
  const clock = new VirtualClock();
  const { fetch, asked } = pageServer(callbackPages);
  const shown: string[] = [];
  const terminal = openTerminal({
    ...{
      url: pageAddress(path),
      fetch: createOwnFetch(fetch, () => Promise.reject(new Error('no such host'))),
      clock,
      log: silentLogger,
    },
    print: (line) => void shown.push(line),
  });
  let ended: string | undefined;
  void terminal.ended.then((end) => (ended = end));
  return {
    ...{ terminal, shown, asked },
    async end() {
      await clock.until(() => ended !== undefined);
      return ended;
    },
  };
}

test('prompts are shown, a line answers the next listen, and the end is told', async () => {
  const { terminal, shown, asked, end } = await walk('/vxml/ask');
  terminal.answer('1');
  expect(await end()).toMatch(/^exit .*"end":"reject"/);
  expect(shown).toEqual(['Press a key.', 'Goodbye.']);
  expect(asked).toEqual(['GET /vxml/ask', 'POST /vxml/answer choice=1']);
});

test('keys typed ahead are pressed at once', async () => {
  const { terminal, shown, end } = await walk('/vxml/ask');
  terminal.press('x7');
  expect(await end()).toMatch(/^exit/);
  expect(shown).toEqual(['Goodbye.']);
});

test('whoever runs out of lines hangs up, and the page may still submit what it knows', async () => {
  const { terminal, shown, asked, end } = await walk('/vxml/ask');
  terminal.answer(null);
  expect(await end()).toBe('hangup {"left":true}');
  expect(shown).toEqual(['Press a key.', '(the caller hangs up)']);
  expect(asked.at(-1)).toBe('POST /vxml/left');
});

test('a page that cannot be had is an error, in words', async () => {
  expect(await (await walk('/vxml/none')).end()).toMatch(/^error .*badfetch\.http\.404/);
});

test('a recording and a transfer are told, and the person chooses what becomes of them', async () => {
  const { terminal, shown, end } = await walk('/vxml/message');
  terminal.answer('3');
  terminal.answer('2');
  expect(await end()).toBe('exit {"said":3000,"call":"busy"}');
  expect(shown[0]).toBe('(records for up to 8 s: key how many seconds are said, 0 for none)');
  expect(shown[1]).toContain(
    'bridge transfer to tel:+14155550177: 0 transferred, 1 far_end_disconnect, 2 busy',
  );
});

test('who hangs up in the middle of a transfer has hung up, and a pressed key chooses at once', async () => {
  const { terminal, shown, end } = await walk('/vxml/message');
  while (shown.length === 0) await Promise.resolve();
  terminal.press('1');
  while (shown.length === 1) await Promise.resolve();
  terminal.hangUp();
  expect(await end()).toMatch(/^hangup/);
});
