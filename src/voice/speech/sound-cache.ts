import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Clock } from '../../core/clock.ts';

interface CacheParts {
  /** Made where it is missing. */
  folder: string;
  /** What all files together may take; those unused for longest go first. */
  mostBytes: number;
  clock: Clock;
}

/** Sound files by the hash of what they were made from. Each is complete from the moment it has its name. */
export interface SoundCache {
  /** Path of the file; `make` is asked for its bytes when there is none, once however many wait for it. */
  file(key: string, make: () => Promise<Uint8Array>): Promise<string>;
  /** Path of a file that is there, null otherwise. */
  find(key: string): Promise<string | null>;
}

/** A call may still be playing what was used within this. */
const IN_USE_MS = 10 * 60_000;
const NAME = /^([0-9a-f]{64})\.wav$/;

/** Opens the cache, with what is in its folder from before. Rejects when the folder cannot be made. */
export async function openSoundCache(parts: CacheParts): Promise<SoundCache> {
  const folder = resolve(parts.folder);
  await mkdir(folder, { recursive: true });
  const cache = new Cache({ ...parts, folder });
  await cache.takeStock();
  return cache;
}

class Cache implements SoundCache {
  readonly #parts: CacheParts;
  readonly #files = new Map<string, { bytes: number; usedAt: number }>();
  readonly #making = new Map<string, Promise<string>>();
  #written = 0;

  constructor(parts: CacheParts) {
    this.#parts = parts;
  }

  /** Reads the folder; what was being written when a process died goes. */
  async takeStock(): Promise<void> {
    for (const name of await readdir(this.#parts.folder)) {
      const key = NAME.exec(name)?.[1];
      const path = join(this.#parts.folder, name);
      if (key === undefined) {
        if (name.endsWith('.part')) await rm(path, { force: true });
        continue;
      }
      const { size, mtimeMs } = await stat(path);
      this.#files.set(key, { bytes: size, usedAt: mtimeMs });
    }
  }

  async file(key: string, make: () => Promise<Uint8Array>): Promise<string> {
    const making = this.#making.get(key);
    if (making) return making;
    const made = this.#findOrMake(key, make).finally(() => this.#making.delete(key));
    this.#making.set(key, made);
    return made;
  }

  async find(key: string): Promise<string | null> {
    const known = this.#files.get(key);
    if (!known) return null;
    known.usedAt = this.#parts.clock.now();
    try {
      // The time of its last use outlives this process; the same call shows whether the file is still there.
      await utimes(this.#path(key), known.usedAt / 1000, known.usedAt / 1000);
      return this.#path(key);
    } catch {
      this.#files.delete(key);
      return null;
    }
  }

  async #findOrMake(key: string, make: () => Promise<Uint8Array>): Promise<string> {
    const found = await this.find(key);
    if (found !== null) return found;
    const bytes = await make();
    const path = this.#path(key);
    const part = `${path}.${process.pid}-${++this.#written}.part`;
    await writeFile(part, bytes);
    await rename(part, path);
    this.#files.set(key, { bytes: bytes.byteLength, usedAt: this.#parts.clock.now() });
    await this.#evict();
    return path;
  }

  async #evict(): Promise<void> {
    const { mostBytes, clock } = this.#parts;
    let bytes = [...this.#files.values()].reduce((sum, file) => sum + file.bytes, 0);
    if (bytes <= mostBytes) return;
    const unused = [...this.#files]
      .filter(([, { usedAt }]) => usedAt + IN_USE_MS <= clock.now())
      .sort(([, one], [, other]) => one.usedAt - other.usedAt);
    for (const [key, file] of unused) {
      if (bytes <= mostBytes) return;
      bytes -= file.bytes;
      this.#files.delete(key);
      await rm(this.#path(key), { force: true });
    }
  }

  #path(key: string): string {
    return join(this.#parts.folder, `${key}.wav`);
  }
}
