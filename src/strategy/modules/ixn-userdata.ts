import { callerHeaders } from '../../app/leg-headers.ts';
import type { JsonObject } from '../../core/json.ts';
import type { EngineAction } from '../../scxml/step.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, objectOf, type Records, type Tools } from '../module.ts';

type Pairs = Record<string, string | number>;

/** `setuData(pairs, interactionid)`: adds pairs to a call, or changes them. */
export function setUserData(action: EngineAction, records: Records): void {
  const [input, id] = argumentsOf(action.attributes);
  change(records, id, (userData) => ({ ...userData, ...pairsOf(input) }));
}

/** `deleteuData(key, interactionid)`: takes a pair, or several, from a call. */
export function deleteUserData(action: EngineAction, records: Records): void {
  const id = argumentsOf(action.attributes)[1];
  const gone = keysOf(action.attributes);
  change(records, id, (userData) =>
    Object.fromEntries(Object.entries(userData).filter(([key]) => !gone.includes(key))),
  );
}

function change(records: Records, id: string, next: (userData: Pairs) => Pairs): void {
  const record = records.interactions.get(id);
  if (!record || record.endedAt !== null) return;
  const userData = next(record.userData);
  if (JSON.stringify(userData) === JSON.stringify(record.userData)) return;
  records.interactions.set(id, { ...record, version: record.version + 1, userData });
}

/** The call takes what its record holds; a call that is on no switch of ours keeps its pairs as a fact. */
export async function attachUserData(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const [input, id] = argumentsOf(attributes);
  const { store, clock } = tools.app;
  const keys = action.kind === 'ixn.udatadelete' ? keysOf(attributes) : Object.keys(pairsOf(input));
  const record = await store.interactions.get(id);
  const call = tools.app.switch.call(id);
  if (record && call && !call.ended) {
    const values = keys.map((key) => [key, String(record.userData[key] ?? '')] as const);
    await call.attach(Object.fromEntries(values), callerHeaders(tools.app, record));
  } else if (!record || record.endedAt !== null) {
    const data = { interactionId: id, pairs: input };
    const fact = { id: action.id, at: clock.now(), kind: 'user-data', callbackId: session.callbackId, data };
    await store.facts.add([fact]);
  }
  if (record?.endedAt === null && record.sessionId !== null && keys.length > 0)
    await tellSession(action, tools, { sessionId: record.sessionId, id, keys, userData: record.userData });
  await store.outbox.finish(action.id);
}

/** ORS: interaction.udata.changed, to the session that has the call. */
async function tellSession(
  action: ActionRow,
  { app }: Tools,
  { sessionId, id, keys, userData }: { sessionId: string; id: string; keys: string[]; userData: Pairs },
): Promise<void> {
  if ((await app.store.sessions.get(sessionId))?.status !== 'running') return;
  const udata = Object.fromEntries(keys.map((key) => [key, userData[key] ?? null]));
  const data = { interactionid: id, udata };
  const event = { id: `${action.id}:udata`, name: 'interaction.udata.changed', data };
  await app.store.sessions.post([{ sessionId, event }]);
  app.sessions.wake([sessionId]);
}

/** Texts and numbers, as they hang on a call; anything else is no pair. */
export function pairsOf(input: JsonObject): Pairs {
  const pairs: Pairs = {};
  for (const [key, value] of Object.entries(input)) {
    if (typeof value === 'string' || typeof value === 'number') pairs[key] = value;
    else if (typeof value === 'boolean') pairs[key] = String(value);
  }
  return pairs;
}

function argumentsOf(attributes: JsonObject): [JsonObject, string] {
  const list = Array.isArray(attributes['args']) ? attributes['args'] : [];
  return [objectOf({ input: list[0] ?? null }, 'input'), typeof list[1] === 'string' ? list[1] : ''];
}

function keysOf(attributes: JsonObject): string[] {
  const [first = null] = Array.isArray(attributes['args']) ? attributes['args'] : [];
  return (Array.isArray(first) ? first : [first]).filter((key) => typeof key === 'string');
}
