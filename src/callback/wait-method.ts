/**
 * How a wait is estimated: by the length of the queue with those who give up and the agents to come, or as the
 * modes 1 to 3 of Genesys do it.
 */
export const waitMethods = ['queue-length', 'ewt1', 'ewt2', 'ewt3'] as const;
export type WaitMethod = (typeof waitMethods)[number];
