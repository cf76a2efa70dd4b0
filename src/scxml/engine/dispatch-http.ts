import type { JsonObject } from '../../core/json.ts';
import { eventOfRequest, formOf } from '../http-message.ts';
import { HTTP_READ, type HttpAccess } from '../processors.ts';
import type { Message } from './dispatch.ts';
import { emit, enqueue, raiseError, type Work } from './work.ts';

/** An event as an HTTP request. SCXML D.2 */
export function dispatchOverHttp(work: Work, { event, target, sendid, line }: Message): void {
  if (!/^https?:/i.test(target) || !URL.canParse(target)) {
    // SCXML D.2.4
    raiseError(work, { name: 'error.communication', text: `"${target}" is no address`, line, sendid });
    return;
  }
  const { path, ...content } = formOf(event, target);
  if (isOwn(work, target)) {
    enqueue(work.snapshot.externalQueue, eventOfRequest({ method: 'POST', path, ...content }));
    return;
  }
  const attributes: JsonObject = { url: new URL(path, target).href, ...content };
  if (event.sendid !== undefined) attributes['sendid'] = event.sendid;
  emit(work, 'http.post', { attributes, params: {}, children: [] });
}

function isOwn({ inputs, kin }: Work, target: string): boolean {
  const access = inputs.reads[HTTP_READ] as unknown as HttpAccess | null | undefined;
  if (!access?.loopback) return false;
  return target === locationOf(access, kin.root, inputs.sessionId);
}

/** Address of a session, of one that was invoked too. */
function locationOf({ location }: HttpAccess, root: string, sessionId: string): string {
  return location + sessionId.slice(root.length);
}
