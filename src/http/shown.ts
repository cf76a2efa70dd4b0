import type { App } from '../app/ports.ts';
import { redact } from '../core/redact.ts';

/** What answers and pages show of it: not the values of `private-keys`. */
export function shown<Document>(app: App, document: Document): Document {
  return redact(document, app.config().genesys.privateKeys);
}
