import { spentAttempts } from '../callback/dial-gate.ts';
import type { ServiceConfiguration } from '../callback/configuration.ts';
import type { CallbackRecord, Device } from '../callback/record.ts';
import { localeAmong } from '../callback/language.ts';
import { booleanOption, integerOption, msOption, textOption } from '../callback/options.ts';
import { attachedData } from '../callback/user-data.ts';
import { uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { preferAgent } from '../routing/preferred-agent.ts';
import type { SessionStart } from '../store/sessions.ts';
import { newSession } from './new-session.ts';
import type { App } from './ports.ts';
import { notBefore } from './dial-times.ts';
import { serviceNamed } from './services.ts';

/** Id of the session that carries a callback out, after so many moves to another time: the same on every node. */
export function callbackSessionId(callbackId: string, moves = 0): string {
  return moves === 0 ? uuidOf('session', callbackId) : uuidOf('session', callbackId, moves);
}

/** The session of a callback's strategy, ready to be started. It begins by itself. @throws SERVICE_UNKNOWN */
export async function callbackSession(app: App, record: CallbackRecord): Promise<SessionStart> {
  const service = serviceNamed(app, record.service);
  return newSession(app, {
    id: callbackSessionId(record.id, record.moves),
    strategy: service.strategy,
    setHash: await app.activeSet(),
    callbackId: record.id,
    params: paramsOf(app, record, service),
  });
}

/** What the strategy is started with: `_x.params`. */
function paramsOf(app: App, record: CallbackRecord, service: ServiceConfiguration): JsonObject {
  const { options, customerNumber, placeAt, desiredAt, kvps, expiresAt, access, device } = record;
  const now = app.clock.now();
  const closed = notBefore(app, record, now);
  return {
    callbackId: record.id,
    service: service.name,
    options,
    customerNumber,
    placeAt,
    desiredAt,
    // Who chose another time since is no longer on that call.
    originatingInteractionId: record.moves ? null : record.originatingInteractionId,
    queue: service.queue,
    music: app.config().queues.find(({ name }) => name === service.queue)?.music ?? 'default',
    target: targetOf(options),
    attemptsSpent: spentAttempts(record),
    priority: integerOption(options, '_priority'),
    ...dialogsOf(service),
    retry: service.retry,
    callerId: callerIdOf(options, service),
    // Both in seconds: until it may be dialled, and until it is no longer worth it.
    closedFor: closed ? Math.ceil((closed.at - now) / 1000) : 0,
    closedWhy: closed?.why ?? '',
    ttl: Math.max(0, (expiresAt - now) / 1000),
    kvps,
    // Whether anything is known that could hang on the customer's call.
    attaches: Object.keys(attachedData(record)).length > 0,
    // A caller who booked by telephone is called back in the language of that call.
    language: localeAmong(kvps['language'], record.language) ?? service.locale,
    // Where the customer calls, and for how many seconds from now; null: not told yet, or we call.
    access: access ? { ...access, validFor: Math.max(0, (access.expiresAt - now) / 1000) } : null,
    device: device ? deviceParams(app, device) : null,
  };
}

/** Where messages for the app go; `gateway`: wrapped for one that passes them on. `server` is where the app answers. */
function deviceParams(app: App, { id, type }: Device): JsonObject {
  const { genesys, sessionEvents } = app.config();
  const gateway = type !== 'httpcb';
  const url = gateway ? genesys.pushGateway : id;
  return { id, type, url, gateway, server: sessionEvents.url, path: `${genesys.path}/1/service/` };
}

/** What is said to whom, by name. */
function dialogsOf(service: ServiceConfiguration): JsonObject {
  const { confirmDialog, voicemailDialog, previewDialog, whisperDialog } = service;
  return { confirmDialog, voicemailDialog, previewDialog, whisperDialog };
}

/** What the customer's phone shows. */
function callerIdOf(
  options: CallbackRecord['options'],
  { callerId }: ServiceConfiguration,
): ServiceConfiguration['callerId'] {
  return {
    number: textOption(options, '_calling_party_number') || callerId.number,
    name: textOption(options, '_calling_party_display_name') || callerId.name,
  };
}

/** Whom the callback waits for: with a preferred agent that one first, or alone. */
function targetOf(options: CallbackRecord['options']): string {
  const own = booleanOption(options, '_agent_owned');
  return preferAgent(
    textOption(options, '_target'),
    textOption(options, '_preferred_agent'),
    own ? null : msOption(options, '_preferred_agent_timeout'),
  );
}
