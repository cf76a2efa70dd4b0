import type { App } from '../app/ports.ts';
import type { SessionRow } from '../store/sessions.ts';

/** ORS: what `__GetDocumentURL()` says. A project's documents are below its name, as on an application server. */
export function documentAddress(app: App, { strategy }: SessionRow): string {
  const { url } = app.config().sessionEvents;
  return `${url}/${strategy.includes('/') ? '' : 'scxml/'}${strategy}.scxml`;
}
