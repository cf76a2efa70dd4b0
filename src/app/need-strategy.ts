import { RingbackError } from '../core/errors.ts';
import type { App } from './ports.ts';

/** Looks whether a set has a strategy of that name. @throws DOCUMENT_UNKNOWN */
export async function needStrategy(app: App, setHash: string, name: string): Promise<void> {
  const files = (await app.store.sets.get(setHash))?.files ?? {};
  if (!Object.hasOwn(files, `dialogs/${name}.scxml`))
    throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'strategy', name });
}
