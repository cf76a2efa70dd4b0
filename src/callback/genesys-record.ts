import type { JsonObject } from '../core/json.ts';
import type { CallbackRecord } from './record.ts';

/** A callback as the Genesys callback API shows it (GMS 8.5, callback record): its own keys win over the caller's. */
export function genesysRecord(record: CallbackRecord): JsonObject {
  const view: JsonObject = { ...record.userData };
  view._id = record.id;
  view._service_name = record.service;
  view._desired_time = iso(record.desiredAt ?? record.createdAt);
  view._expiration_time = iso(record.expiresAt);
  view._customer_number = record.customerNumber;
  view._callback_state = record.state;
  if (record.reason) view._callback_reason = record.reason;
  view._url = `/genesys/1/service/callback/${encodeURIComponent(record.service)}/${record.id}`;
  return view;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
