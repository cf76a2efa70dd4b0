import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Configuration, SwitchConfiguration } from '../../src/callback/configuration.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Logger } from '../../src/core/logger.ts';
import type { Random } from '../../src/core/random.ts';
import type { Parts } from '../../src/main.ts';
import { openRecordings } from '../../src/voice/recordings.ts';
import { openSpeech } from '../../src/voice/speech/open-speech.ts';

/** The server that switches without a disk in common with us send sound to, and fetch it from, by mod_httapi. */
export class SoundOverHttp {
  /** What they asked: `GET /vxml/said/...`. */
  readonly asked: string[] = [];
  readonly #server: Server;

  constructor(serve: RequestListener) {
    this.#server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url?.split('?')[0]}`);
      serve(request, response);
    });
  }

  /** Listens, says so in the configuration, and keeps in `folder` what comes. */
  async begin(
    configuration: Configuration,
    switches: readonly SwitchConfiguration[],
    { folder, ...around }: { folder: string; clock: Clock; random: Random; log: Logger },
  ): Promise<Pick<Parts, 'speech' | 'recordings'>> {
    if (!this.#server.listening) await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    configuration.http.address = address;
    configuration.switches = switches.map((one) => ({ ...one, audio: 'httapi' }) as SwitchConfiguration);
    const elsewhere = new Map(switches.map(({ name }) => [name, 'httapi'] as const));
    const voice = { ...configuration.voice, engine: { kind: 'none' } as const };
    return {
      speech: await openSpeech(folder, voice, around),
      recordings: await openRecordings(folder, { ...around, address, elsewhere }),
    };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
