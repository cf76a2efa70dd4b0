import type { App } from '../app/ports.ts';
import type { JsonObject } from '../core/json.ts';
import { fileIn } from '../scxml/file-address.ts';
import { chartFiles } from './chart-files.ts';

/** A session to be begun: of a strategy of a set by name, with or without `.scxml`. */
export interface NewSession {
  id: string;
  setHash: string;
  strategy: string;
  params: JsonObject;
  /** When it begins, epoch ms; null, and an instant that is over: at once. */
  startAt: number | null;
}

/** A session that is about no call. One of that id begins no second time; false: there is no such strategy. */
export async function startSession(
  app: App,
  { id, setHash, strategy, params, startAt }: NewSession,
): Promise<boolean> {
  const name = strategy.replace(/\.scxml$/, '');
  const files = chartFiles((await app.store.sets.get(setHash))?.files ?? {});
  if (name === '' || fileIn(files, `${name}.scxml`) === null) return false;
  const now = app.clock.now();
  const later = startAt !== null && startAt > now;
  await app.store.sessions.start({
    events: [],
    row: {
      id,
      seq: 0,
      status: later ? 'planned' : 'running',
      strategy: name,
      setHash,
      chartHash: '',
      callbackId: null,
      interactionId: null,
      params,
      snapshot: null,
      startedAt: later ? startAt : now,
      finishedAt: null,
    },
  });
  if (!later) app.sessions.wake([id]);
  return true;
}
