import type { App } from '../app/ports.ts';
import { newSession } from '../app/new-session.ts';
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
  const later = startAt !== null && startAt > app.clock.now();
  const { events, row } = newSession(app, { id, strategy: name, setHash, callbackId: null, params });
  const planned = later ? { status: 'planned' as const, startedAt: startAt } : {};
  await app.store.sessions.start({ events, row: { ...row, ...planned } });
  if (!later) app.sessions.wake([id]);
  return true;
}
