import type { Role } from './access-key.ts';

/** What may be done, each by some of the field's roles. */
export const rights = {
  /** What anybody with a key may know: free times, waits, numbers. */
  look: ['agent', 'monitor', 'supervisor', 'developer', 'administrator'],
  /** Ask for callbacks, and see, move or cancel one whose id is known. */
  ask: ['agent', 'supervisor', 'developer', 'administrator'],
  /** See everybody's callbacks, queues and agents. */
  see: ['monitor', 'supervisor', 'developer', 'administrator'],
  /** Change how things go today: agents' states, callbacks, hours, rules for numbers, services on and off. */
  manage: ['supervisor', 'developer', 'administrator'],
  /** Change how things are made: dialogs, the rest of the configuration, switches; read what sessions hold. */
  develop: ['developer', 'administrator'],
  /** Keys, capacity, retention. */
  administer: ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof rights;

export function hasRight(role: Role, right: Right): boolean {
  const holders: readonly Role[] = rights[right];
  return holders.includes(role);
}

/** Who asks: with what role, for which services and queues. */
export interface Caller {
  /** For the record: the name of the key, or where the request came from. */
  name: string;
  role: Role;
  /** Null: every one. */
  services: readonly string[] | null;
  queues: readonly string[] | null;
}

/** True when the caller may do everything there is for every service. */
export function isUnlimited({ services, queues }: Caller): boolean {
  return services === null && queues === null;
}

/** Names of services with the queues that they have. */
type ServiceQueues = readonly { name: string; queue: string }[];

/** Is the service one of the caller's, by its name or by its queue? */
export function reachesService(caller: Caller, service: string, known: ServiceQueues): boolean {
  if (isUnlimited(caller)) return true;
  const queue = known.find(({ name }) => name === service)?.queue;
  return (
    (caller.services?.includes(service) ?? false) ||
    (queue !== undefined && (caller.queues?.includes(queue) ?? false))
  );
}

/** Is the queue one of the caller's, by its name or by one of its services? */
export function reachesQueue(caller: Caller, queue: string, known: ServiceQueues): boolean {
  if (isUnlimited(caller) || (caller.queues?.includes(queue) ?? false)) return true;
  return known.some((one) => one.queue === queue && (caller.services?.includes(one.name) ?? false));
}
