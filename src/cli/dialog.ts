import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { createInterface, emitKeypressEvents } from 'node:readline';

import { systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { openTerminal, type Terminal } from '../voice/terminal.ts';
import type { Fetch } from '../voicexml/fetcher.ts';
import { Refusal } from './client.ts';

/** Stands for the folder of a page on this machine. */
const FOLDER_BASE = 'http://folder.internal';

/**
 * `ringback dialog PAGE`: a person at this terminal is the caller. PAGE is a VoiceXML file, its address, or the name of
 * a dialog of the server at `server`. From a pipe each line is what is keyed at the next listen.
 */
export async function walkDialog(page: string, server: string): Promise<void> {
  const terminal = openTerminal({ ...pageNamed(page, server), clock: systemClock, log, print: console.log });
  const letGo = process.stdin.isTTY ? typeKeys(terminal) : pipeLines(terminal);
  const awake = setInterval(() => undefined, 60_000); // timers of a dialog do not keep a process alive
  const ended = await terminal.ended;
  clearInterval(awake);
  letGo();
  console.log(ended);
  if (ended.startsWith('error')) throw new Refusal('The dialog failed.');
}

function pageNamed(page: string, server: string): { url: string; fetch: Fetch } {
  if (/^https?:\/\//.test(page)) return { url: page, fetch: fetchByHttp };
  if (!existsSync(page)) return { url: `${server}/vxml/${encodeURIComponent(page)}`, fetch: fetchByHttp };
  return {
    url: `${FOLDER_BASE}/${encodeURIComponent(basename(page))}`,
    fetch: fetchFrom(dirname(resolve(page))),
  };
}

const fetchByHttp: Fetch = async ({ method, url, form }) => {
  const body = method === 'POST' && form ? new URLSearchParams(form) : null;
  const response = await fetch(url, { method, body, redirect: 'manual' });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    url,
    cookies: response.headers.getSetCookie(),
  };
};

/** Files of one folder and of those in it, and no others; everything else by HTTP. */
function fetchFrom(folder: string): Fetch {
  return async (request) => {
    const { origin, pathname } = new URL(request.url);
    if (origin !== FOLDER_BASE) return fetchByHttp(request);
    const path = join(folder, decodeURIComponent(pathname));
    if (!path.startsWith(folder + sep) || !existsSync(path))
      return { status: 404, headers: {}, body: '', url: request.url };
    return { status: 200, headers: {}, body: await readFile(path, 'utf8'), url: request.url };
  };
}

/** Every key counts at once; `h`, Ctrl-C and Ctrl-D hang up. */
function typeKeys(terminal: Terminal): () => void {
  const { stdin } = process;
  console.log('Keys 0-9, *, # and A-D are pressed as you type them; h hangs up.');
  const typed = (text: string | undefined, key: { name?: string; ctrl?: boolean }): void => {
    if (key.name === 'h' || (key.ctrl && (key.name === 'c' || key.name === 'd'))) terminal.hangUp();
    else if (text !== undefined) terminal.press(text);
  };
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', typed).resume();
  return () => {
    stdin.off('keypress', typed).setRawMode(false).pause();
  };
}

function pipeLines(terminal: Terminal): () => void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => terminal.answer(line));
  lines.on('close', () => terminal.answer(null));
  return () => lines.close();
}

/** What goes wrong in pages is for whoever walks them; the rest is of no interest here. */
const log: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => console.error(message, JSON.stringify(fields)),
  error: (fields, message) => console.error(message, JSON.stringify(fields)),
};
