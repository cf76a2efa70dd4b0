import type { JsonObject } from '../core/json.ts';
import { redact } from '../core/redact.ts';
import { listOption } from './options.ts';
import type { CallbackRecord } from './record.ts';

/** How records are shown: below which base path, and with what besides the keys that are always there. */
export interface RecordView {
  /** Such as `/genesys`. */
  path: string;
  /** GMS `returned-keys`; null for all that is known. */
  returnedKeys: readonly string[] | null;
  /** Keys of user data whose values are hidden. */
  privateKeys: readonly string[];
}

/**
 * A callback as the Genesys callback API shows it (GMS 8.5, callback record): its own keys win over the caller's. A
 * query shows lookup keys and those of `returned-keys`, the callback by its id all user data.
 */
export function genesysRecord(record: CallbackRecord, shown: RecordView): JsonObject {
  const { path, returnedKeys, privateKeys } = shown;
  const view: JsonObject = redact({ ...shownUserData(record, returnedKeys) }, privateKeys);
  view._id = record.id;
  view._service_name = record.service;
  view._desired_time = iso(record.desiredAt ?? record.createdAt);
  view._expiration_time = iso(record.expiresAt);
  view._customer_number = record.customerNumber;
  view._callback_state = record.state;
  if (record.reason) view._callback_reason = record.reason;
  if (returnedKeys?.includes('_ors_session_id') && record.sessionId) view._ors_session_id = record.sessionId;
  const { consent } = record;
  if (consent && isShown('_consent_source', returnedKeys)) view._consent_source = consent.source;
  if (consent && isShown('_consent_time', returnedKeys)) view._consent_time = iso(consent.at);
  view._url = `${path}/1/service/callback/${encodeURIComponent(record.service)}/${record.id}`;
  return view;
}

function shownUserData(
  { userData, options }: CallbackRecord,
  returnedKeys: readonly string[] | null,
): JsonObject {
  if (!returnedKeys) return userData;
  const shown = [...listOption(options, '_customer_lookup_keys'), ...returnedKeys];
  return Object.fromEntries(Object.entries(userData).filter(([key]) => shown.includes(key)));
}

function isShown(key: string, returnedKeys: readonly string[] | null): boolean {
  return returnedKeys === null || returnedKeys.includes(key);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
