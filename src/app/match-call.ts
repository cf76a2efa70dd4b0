import { callerNumber, numberRules } from '../callback/numbers.ts';
import { changed } from '../callback/life.ts';
import { booleanOption } from '../callback/options.ts';
import type { CallbackRecord, InteractionRecord } from '../callback/record.ts';
import type { JsonObject } from '../core/json.ts';
import type { CallbackQuery } from '../store/callbacks.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { CODE_KEY } from './grant-access.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';
import { serviceNamed } from './services.ts';

interface Asked {
  run: DialogRun;
  values: JsonObject;
}

/** Wrong codes in one call before nobody asks any more. */
const MOST_CODES = 3;

/**
 * Is the caller a customer who was told to call? `code`: that can only be known by a code. `matched` has the id of the
 * callback and of the session that takes the call over.
 */
export async function askExpectedCall(app: App, { run }: Asked): Promise<Answer> {
  const { name, options } = serviceNamed(app, run.service);
  const call = await callOf(app, run);
  const number = call && callerNumber(call.from, numberRules(options));
  if (call && number) {
    const known = await expected(app, call, { service: name, customerNumber: number });
    const own = known.filter(({ access }) => access?.code === null);
    const answer = await claimFirst(app, call, own);
    if (answer) return answer;
  }
  const outcome = call && booleanOption(options, '_provide_code') ? 'code' : 'unknown';
  return { outcome, values: {} };
}

/** The same by the code that was keyed (`code`). `wrongCodes` counts those that nobody has. */
export async function askAccessCode(app: App, { run, values }: Asked): Promise<Answer> {
  const wrong = typeof values['wrongCodes'] === 'number' ? values['wrongCodes'] : 0;
  const code = typeof values['code'] === 'string' ? values['code'] : '';
  const call = await callOf(app, run);
  if (call && wrong < MOST_CODES) {
    const properties = { pairs: { [CODE_KEY]: code }, operand: 'AND' as const };
    const answer = await claimFirst(
      app,
      call,
      await expected(app, call, { service: run.service, properties }),
    );
    if (answer) return answer;
  }
  const outcome = wrong + 1 < MOST_CODES ? 'wrong' : 'locked';
  return { outcome, values: { wrongCodes: wrong + 1 } };
}

async function callOf(app: App, run: DialogRun): Promise<InteractionRecord | null> {
  return run.interactionId === null ? null : app.store.interactions.get(run.interactionId);
}

/** Callbacks whose customers are expected to call now, or whose call this one is already; who waits longest first. */
async function expected(
  app: App,
  call: InteractionRecord,
  query: Omit<CallbackQuery, 'limit'>,
): Promise<CallbackRecord[]> {
  const { records } = await app.store.callbacks.find({ ...query, states: ['QUEUED'], limit: 20 });
  const free = await Promise.all(records.map((record) => isFor(app, call, record)));
  return records.filter((_, index) => free[index]).sort((a, b) => a.placeAt - b.placeAt);
}

/** A call that was taken for it and has ended since is no reason to turn the next one away. */
async function isFor(
  app: App,
  call: InteractionRecord,
  { access, interactionId }: CallbackRecord,
): Promise<boolean> {
  if (interactionId === call.id) return true;
  if (!access || access.expiresAt <= app.clock.now()) return false;
  const other = interactionId === null ? null : await app.store.interactions.get(interactionId);
  return other === null || other.endedAt !== null;
}

/** The call becomes the customer's leg of the first that no other call took meanwhile. */
async function claimFirst(
  app: App,
  call: InteractionRecord,
  candidates: CallbackRecord[],
): Promise<Answer | null> {
  for (const record of candidates) {
    if (record.sessionId === null) continue;
    if (record.interactionId !== call.id && !(await claim(app, call, record))) continue;
    await becomeCustomer(app, call.id, record.id);
    return { outcome: 'matched', values: { callbackId: record.id, session: record.sessionId } };
  }
  return null;
}

async function claim(app: App, call: InteractionRecord, before: CallbackRecord): Promise<boolean> {
  const why = 'the customer has called';
  const record = changed(before, { interactionId: call.id, why }, app.clock.now());
  const rest = { deliveries: [], session: null, slot: 'keep' as const, facts: [] };
  return (
    (await app.store.callbacks.change({ expectedVersion: before.version, record, ...rest })) === 'changed'
  );
}

async function becomeCustomer(app: App, callId: string, callbackId: string): Promise<void> {
  for (;;) {
    const leg = await app.store.interactions.get(callId);
    if (!leg || leg.callbackId === callbackId) return;
    const taken = { ...leg, version: leg.version + 1, party: 'customer' as const, callbackId };
    if ((await app.store.interactions.change(leg.version, taken, [])) === 'changed') return;
  }
}
