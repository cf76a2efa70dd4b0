import type { CallbackRecord } from '../callback/record.ts';
import type { EntryRow } from '../routing/state.ts';
import type { App } from './ports.ts';

/** What an agent is told of the caller who is offered, and talks. Null: not known. */
export interface CallFacts {
  /** The interaction of a live caller, the id of a callback. */
  id: string;
  kind: 'live' | 'callback';
  queue: string;
  service: string | null;
  /** As received, or E.164. */
  phone: string;
  subject: string | null;
  customerId: string | null;
  firstName: string | null;
  lastName: string | null;
  language: string | null;
  /** Which dial of the customer it is, or will be if it is accepted; 0 for a live caller. */
  attempt: number;
  /** Seconds from the place in the queue until the agent was given. */
  originalWaitS: number;
  /** Callbacks that the number asked for before, newest first, five at most. */
  earlierCallbacks: { at: number; service: string; state: string; reason: string | null }[];
  userData: Record<string, string | number>;
}

const MOST_EARLIER = 5;
/** Keys of user data, without case, `_` and `-`, in the order in which they are looked at. */
const keys = {
  subject: ['subject'],
  customerId: ['customerid', 'contactid'],
  firstName: ['firstname'],
  lastName: ['lastname'],
  language: ['language', 'customerlanguage'],
  recordedName: ['recordedname'],
};

/** The facts of an entry of the queue, for the agent who was given it at `givenAt`. */
export async function callFacts(app: App, entry: EntryRow, givenAt: number): Promise<CallFacts> {
  const record = entry.kind === 'callback' ? await app.store.callbacks.get(entry.id) : null;
  const call = entry.kind === 'live' ? await app.store.interactions.get(entry.id) : null;
  const service = record?.service ?? call?.service ?? null;
  const phone = record?.customerNumber ?? call?.from ?? '';
  const userData = record?.userData ?? call?.userData ?? {};
  const customer = customerOf(userData);
  return {
    id: entry.id,
    kind: entry.kind,
    queue: entry.queue,
    service,
    phone,
    ...customer,
    language: customer.language ?? app.config().services.find((one) => one.name === service)?.locale ?? null,
    attempt: (record?.attempts.length ?? 0) + (entry.preview ? 1 : 0),
    originalWaitS: Math.max(0, Math.round((givenAt - entry.placeAt) / 1000)),
    earlierCallbacks: await earlierCallbacks(app, phone, record),
    userData: { ...userData },
  };
}

export type UserData = Readonly<Record<string, string | number>>;

/** What user data say of a customer; null where they say nothing. */
export function customerOf(
  userData: UserData,
): Pick<CallFacts, 'subject' | 'customerId' | 'firstName' | 'lastName' | 'language'> {
  return {
    subject: found(userData, keys.subject),
    customerId: found(userData, keys.customerId),
    firstName: found(userData, keys.firstName),
    lastName: found(userData, keys.lastName),
    language: found(userData, keys.language),
  };
}

/** What user data say of a customer, for ears: null where they say nothing. */
export function knownOf(userData: UserData): {
  name: string | null;
  subject: string | null;
  recordedName: string | null;
} {
  const { firstName, lastName, subject } = customerOf(userData);
  const names = [firstName, lastName].filter((part) => part !== null);
  return {
    name: names.length > 0 ? names.join(' ') : null,
    subject,
    recordedName: found(userData, keys.recordedName),
  };
}

async function earlierCallbacks(
  app: App,
  phone: string,
  own: CallbackRecord | null,
): Promise<CallFacts['earlierCallbacks']> {
  if (phone === '') return [];
  const page = await app.store.callbacks.find({ customerNumber: phone, limit: MOST_EARLIER + 1 });
  return page.records
    .filter((record) => record.id !== own?.id)
    .slice(0, MOST_EARLIER)
    .map(({ createdAt, service, state, reason }) => ({ at: createdAt, service, state, reason }));
}

function found(userData: UserData, names: readonly string[]): string | null {
  for (const name of names)
    for (const [key, value] of Object.entries(userData))
      if (key.toLowerCase().replaceAll(/[_-]/g, '') === name && value !== '') return String(value);
  return null;
}
