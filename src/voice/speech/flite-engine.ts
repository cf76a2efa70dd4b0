import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { Timer } from '../../core/clock.ts';
import type { EngineTime, SpeechEngine } from './speech-engine.ts';

export interface FliteSettings {
  /** A folder of its own, for the text and the speech. */
  folder: string;
  voice: string;
}

export type FliteAnswer = { wave: Uint8Array<ArrayBuffer> } | { error: string };

/** The engine takes tens of megabytes, and prompts come in bursts: it goes when nothing was rendered for so long. */
const IDLE_MS = 60_000;

/** The engine that comes with Ringback: English, without network, in a worker thread and a sandbox (WASI). */
export function createFliteEngine(voice: string, time: EngineTime): SpeechEngine {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-speech-'));
  return new FliteEngine({ folder, voice }, time);
}

/** The one language of its voices. */
export function isEnglish(locale: string): boolean {
  return /^en(-|$)/i.test(locale);
}

class FliteEngine implements SpeechEngine {
  readonly name: string;
  readonly atOnce = 1;
  readonly #settings: FliteSettings;
  readonly #time: EngineTime;
  #worker: Worker | null = null;
  #idle: Timer | null = null;

  constructor(settings: FliteSettings, time: EngineTime) {
    this.name = `flite ${settings.voice}`;
    this.#settings = settings;
    this.#time = time;
  }

  speaks(locale: string): boolean {
    return isEnglish(locale);
  }

  async render(text: string): Promise<Uint8Array> {
    this.#idle?.cancel();
    const worker = (this.#worker ??= this.#start());
    try {
      return await this.#ask(worker, text);
    } catch (error) {
      this.#stop(); // whatever state it is in, the next text gets a fresh one
      throw error;
    } finally {
      this.#idle = this.#time.clock.at(this.#time.clock.now() + IDLE_MS, () => this.#stop());
    }
  }

  async close(): Promise<void> {
    this.#idle?.cancel();
    await this.#worker?.terminate();
    this.#worker = null;
    rmSync(this.#settings.folder, { recursive: true, force: true });
  }

  #start(): Worker {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./flite-program.${extension}`, import.meta.url), {
      workerData: this.#settings,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.unref();
    worker.on('error', () => undefined); // whoever waits has a listener of its own
    return worker;
  }

  #stop(): void {
    void this.#worker?.terminate();
    this.#worker = null;
  }

  async #ask(worker: Worker, text: string): Promise<Uint8Array> {
    const { clock, timeoutMs } = this.#time;
    const answered = Promise.withResolvers<FliteAnswer>();
    const timer = clock.at(clock.now() + timeoutMs, () =>
      answered.reject(new Error(`no speech within ${timeoutMs} ms`)),
    );
    const exited = (): void => answered.reject(new Error('the speech engine ended'));
    worker.once('message', answered.resolve).once('error', answered.reject).once('exit', exited);
    worker.postMessage(text);
    try {
      const answer = await answered.promise;
      if ('error' in answer) throw new Error(answer.error);
      return answer.wave;
    } finally {
      timer.cancel();
      worker.off('message', answered.resolve).off('error', answered.reject).off('exit', exited);
    }
  }
}
