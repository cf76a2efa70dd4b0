import { checkNumber, numberRules } from '../callback/numbers.ts';
import { listOption } from '../callback/options.ts';
import type { CallbackRecord, CallbackState } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';

const MOST = 500;

/** One callback. @throws CALLBACK_UNKNOWN */
export async function getCallback(app: App, id: string): Promise<CallbackRecord> {
  const record = await app.store.callbacks.get(id);
  if (!record) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
  return record;
}

interface PropertyQuery {
  /** Null for those of every service. */
  service: string | null;
  pairs: Record<string, string>;
  operand: 'AND' | 'OR';
  /** Left out: in any state. */
  states?: CallbackState[];
}

/**
 * Callbacks whose lookup keys have these values, newest first, 500 at most. Numbers are compared as E.164, however they
 * are written.
 *
 * @throws SERVICE_UNKNOWN; BAD_REQUEST for no pairs at all and for keys that are not in `_customer_lookup_keys`
 */
export async function findCallbacks(app: App, query: PropertyQuery): Promise<CallbackRecord[]> {
  const services = query.service === null ? app.config().services : [serviceNamed(app, query.service)];
  const searchable = [
    ...new Set(services.flatMap(({ options }) => listOption(options, '_customer_lookup_keys'))),
  ];
  const country = services[0]?.options ?? {};
  const given = Object.entries(query.pairs);
  const stranger = given.find(([key]) => !searchable.includes(key));
  if (given.length === 0 || stranger) {
    const what = stranger
      ? `"${stranger[0].slice(0, 100)}" is not a lookup key`
      : 'a query needs a lookup key';
    throw new RingbackError('BAD_REQUEST', { what: `${what}; lookup keys are ${searchable.join(', ')}` });
  }
  const pairs = Object.fromEntries(
    given.map(([key, value]) => {
      const checked = key === '_customer_number' ? checkNumber(value, numberRules(country)) : null;
      return [key, checked?.ok ? checked.number : value];
    }),
  );
  const properties = { pairs, operand: query.operand };
  const page = await app.store.callbacks.find({
    ...(query.service !== null && { service: query.service }),
    ...(query.states && { states: query.states }),
    properties,
    limit: MOST,
  });
  return page.records;
}
