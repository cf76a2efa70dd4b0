import { basename } from 'node:path';

import { messageOf } from '../core/errors.ts';
import { contentHash } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { PlaySegment } from '../switch/switch.ts';
import type { PromptSegment } from '../voicexml/platform.ts';
import { OWN_BASE, type OwnPages } from './own-fetch.ts';
import type { SpeechHouse } from './speech/open-speech.ts';
import { throughModule, type SoundModule } from './through-module.ts';

/** A piece of a prompt that is heard. */
type Audible = Exclude<PromptSegment, { kind: 'mark' }>;

/** How sound comes to a switch. */
export interface SwitchSound {
  /** The switch says texts itself. */
  speaks: boolean;
  /** By path on a disk it shares with us, or fetched by HTTP through one of its modules. */
  audio: 'path' | SoundModule;
}

/** What prompts consist of, as each switch can play it. */
export interface Sounds {
  /** Empty for what cannot be had; the reason is logged. */
  playable(switchName: string, segment: Audible): Promise<PlaySegment[]>;
}

interface SoundsParts extends SpeechHouse {
  log: Logger;
  /** Our own pages, which hold the recordings of prompts. */
  pages: OwnPages;
  /** Where switches reach us over HTTP: `http://10.0.0.3:8080`. */
  address: string;
  /** By name; one that is not here takes texts and addresses as they are. */
  switches: ReadonlyMap<string, SwitchSound>;
}

/** For switches that take texts and addresses as they are. */
export const plainSounds: Sounds = {
  playable: (_, segment) => Promise.resolve([plain(segment)]),
};

/** Texts become files where a switch does not say them itself; files of ours come to it in its own way. */
export function createSounds(parts: SoundsParts): Sounds {
  const { speech, switches, address } = parts;
  return {
    async playable(switchName, segment) {
      const sound = switches.get(switchName);
      if (!sound || segment.kind === 'silence') return [plain(segment)];
      if (segment.kind === 'text') {
        if (sound.speaks) return [segment];
        const files = await speech.say(segment.text, segment.locale);
        return files.map((path) => ({ kind: 'file', path: located(path, sound, address) }));
      }
      const path = await recordingFor(segment.url, sound, parts);
      return path === null ? [] : [{ kind: 'file', path }];
    },
  };
}

/** Ours is in no name server, so it is fetched here or named by our public address; that of others stays. */
async function recordingFor(url: string, sound: SwitchSound, parts: SoundsParts): Promise<string | null> {
  const { audio } = sound;
  if (!url.startsWith(`${OWN_BASE}/`)) return audio === 'path' ? url : throughModule(url, audio);
  const path = url.slice(OWN_BASE.length);
  if (audio !== 'path') return throughModule(parts.address + path, audio);
  try {
    return await parts.cache.file(contentHash(url), () => recording(path, parts.pages));
  } catch (error) {
    parts.log.error({ url, error: messageOf(error) }, 'a recording could not be had');
    return null;
  }
}

async function recording(path: string, pages: OwnPages): Promise<Uint8Array> {
  const { status, body } = await pages({ method: 'GET', path, query: {}, form: {} });
  if (status !== 200) throw new Error(`status ${status}`);
  return typeof body === 'string' ? Buffer.from(body) : body;
}

/** A file of the cache: by its path, or by the address under which it is served. */
function located(path: string, { audio }: SwitchSound, address: string): string {
  return audio === 'path' ? path : throughModule(`${address}/speech/${basename(path)}`, audio);
}

function plain(segment: Audible): PlaySegment {
  return segment.kind === 'file' ? { kind: 'file', path: segment.url } : segment;
}
