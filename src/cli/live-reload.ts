import { existsSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

import type { Clock, Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';

/** Editors and version control write several files at once: all of them are one change. */
const GATHER_MS = 100;

interface ReloadParts {
  clock: Clock;
  log: Logger;
  /** Folder in which `dialogs/` and `prompts/` are. */
  folder: string;
  /** Checks all files and publishes them as one set, or none of them. */
  publish: () => Promise<unknown>;
}

/** Publishes the files whenever one of them has changed. A folder that cannot be watched is told, and left alone. */
export function startLiveReload({ clock, log, folder, publish }: ReloadParts): { close(): Promise<void> } {
  let timer: Timer | null = null;
  let running: Promise<void> | null = null;
  const changes = { seen: 0, published: 0 };
  const reload = async (): Promise<void> => {
    while (changes.published < changes.seen) {
      changes.published = changes.seen;
      await publish().catch((error: unknown) =>
        log.error({ error: messageOf(error) }, 'changed files could not be published'),
      );
    }
    running = null;
  };
  const changed = (): void => {
    timer?.cancel();
    timer = clock.at(clock.now() + GATHER_MS, () => {
      changes.seen += 1;
      running ??= reload();
    });
  };
  const watchers = ['dialogs', 'prompts'].flatMap((name) => watched(join(folder, name), changed, log));
  return {
    async close() {
      for (const watcher of watchers) watcher.close();
      timer?.cancel();
      changes.seen = changes.published;
      await running;
    },
  };
}

function watched(path: string, changed: () => void, log: Logger): FSWatcher[] {
  const refused = (error: string): void =>
    log.warn({ path, error }, 'the folder is not watched: changes in it wait for the next start');
  // Of a folder that is not there, Node says nothing on some systems.
  if (!existsSync(path)) {
    refused('it does not exist');
    return [];
  }
  const watcher = watch(path, { recursive: true, persistent: false }, changed);
  return [watcher.on('error', (error) => refused(messageOf(error)))];
}
