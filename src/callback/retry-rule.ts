import type { DialResult } from './record.ts';

/** After how many seconds a number is dialled again, by what became of the attempt; null: never. */
export type RetryRules = Partial<Record<DialResult, number | null>>;

/** What is known of how an attempt ended. */
export interface AttemptEnd {
  result: DialResult;
  cause: string;
  sipStatus: number | null;
}

/** Final answers that stay true: there is no such number (RFC 3261 §21), or a call is not wanted there (RFC 8197). */
const finalStatuses = new Set([404, 410, 484, 604, 607]);
const finalCauses = new Set(['UNALLOCATED_NUMBER', 'NUMBER_CHANGED', 'INVALID_NUMBER_FORMAT', 'UNWANTED']);

/**
 * In how many seconds to dial again; null: never. The rules of the service come first, then what is final by itself;
 * everything else is tried again after the usual pause.
 */
export function againAfter(
  { result, cause, sipStatus }: AttemptEnd,
  rules: RetryRules,
  usualS: number,
): number | null {
  const rule = rules[result];
  if (rule !== undefined) return rule;
  const final = finalCauses.has(cause) || (sipStatus !== null && finalStatuses.has(sipStatus));
  return final ? null : usualS;
}
