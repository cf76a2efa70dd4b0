import { filledHeaders } from '../callback/leg-headers.ts';
import type { InteractionRecord } from '../callback/record.ts';
import type { SipHeaders } from '../switch/switch.ts';
import { callFacts, customerOf } from './call-facts.ts';
import type { App } from './ports.ts';

/** What an agent's phone is told of the entry of the queue that it rings for: `headers.agent` of the configuration. */
export async function agentHeaders(app: App, entryId: string): Promise<SipHeaders> {
  const texts = app.config().headers.agent;
  if (Object.keys(texts).length === 0) return {};
  const { entries } = await app.store.routing.load();
  const entry = entries.find(({ id }) => id === entryId);
  if (!entry) return {};
  const { userData, earlierCallbacks, ...facts } = await callFacts(app, entry, app.clock.now());
  return filledHeaders(texts, { ...userData, ...facts, earlierCallbacks: earlierCallbacks.length });
}

/** What goes on with a caller's call, to wherever it goes: `headers.caller` of the configuration. */
export function callerHeaders(app: App, call: InteractionRecord): SipHeaders {
  const { id, from, to, service, userData } = call;
  const facts = { id, phone: from, dialled: to, service, ...customerOf(userData) };
  return call.party === 'caller' ? filledHeaders(app.config().headers.caller, { ...userData, ...facts }) : {};
}
