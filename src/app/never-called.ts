import type { NumberRefusal } from '../callback/rules/number-policy.ts';
import { RingbackError } from '../core/errors.ts';
import type { LookedUp } from './number-lookup.ts';
import { dialable, numberRefusal, policyOf, type Dialable } from './number-rules.ts';
import type { App } from './ports.ts';

/** Whether a number may be called, by everything that can be asked for it. */
type Asked =
  /** `lookup`: what was said by whom the configuration has asked; null: nobody is. */
  | { kind: 'free'; lookup: LookedUp | null }
  | ({ kind: 'refused' } & NumberRefusal)
  /** Nobody could say: better not to call than to call wrongly. */
  | { kind: 'unknown'; why: string };

/** The rules of the queue and its lists, the list that is kept by the API, and who is asked by the configuration. */
export async function askNumber(app: App, service: string, number: string): Promise<Asked> {
  const refusal = numberRefusal(app, service, number) ?? (await listed(app, number));
  if (refusal) return { kind: 'refused', ...refusal };
  const lookup = await app.doNotCall.lookUp(service, number);
  if (lookup?.answer === 'unknown')
    return { kind: 'unknown', why: `who is asked for numbers does not answer: ${lookup.detail}` };
  if (lookup?.answer !== 'listed') return { kind: 'free', lookup };
  const told = lookup.detail === '' ? '' : `: ${lookup.detail}`;
  const why = `who is asked for numbers says that it is never to be called${told}`;
  return { kind: 'refused', rule: 'do-not-call', why };
}

/** The same before a call: while a list has never been read nobody is called, and nobody is given up either. */
export async function askBeforeDial(app: App, service: string, number: string): Promise<Asked> {
  const sources = policyOf(app, service)?.doNotCall ?? [];
  return app.doNotCall.areRead(sources)
    ? askNumber(app, service, number)
    : { kind: 'unknown', why: 'a list of numbers that are never called has not been read' };
}

/** Why a number may not be called; null when it may, or nobody could say. */
export async function refusalOf(app: App, service: string, number: string): Promise<NumberRefusal | null> {
  const asked = await askNumber(app, service, number);
  return asked.kind === 'refused' ? { rule: asked.rule, why: asked.why } : null;
}

async function listed({ store }: App, number: string): Promise<NumberRefusal | null> {
  const entry = await store.doNotCall.get(number);
  if (!entry?.listed) return null;
  return { rule: 'do-not-call', why: 'it stands in the list of numbers that are never called' };
}

/** @throws NUMBER_REFUSED with the rule. Where nobody can say yet, the dial gate asks again. */
export async function checkNumberRules(app: App, service: string, number: string): Promise<void> {
  const refusal = await refusalOf(app, service, number);
  if (refusal) throw new RingbackError('NUMBER_REFUSED', { ...refusal });
}

/** A number as it is written that may be rung for a service, as E.164, or why not: by its form and all that is asked. */
async function checkRing(app: App, service: string, written: string): Promise<Dialable> {
  const checked = dialable(app, service, written);
  const asked = checked.ok ? await askNumber(app, service, checked.number) : null;
  return asked === null || asked.kind === 'free' ? checked : { ok: false, why: asked.why };
}

/** The same for whom a page wants its caller to be transferred to, by the rules of the service of that call. */
export async function checkTransfer(app: App, written: string, callId: string): Promise<Dialable> {
  const service = (await app.store.interactions.get(callId))?.service ?? app.config().services[0]?.name;
  return checkRing(app, service ?? '', written);
}
