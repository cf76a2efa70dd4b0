/** States of a callback, in their usual order (GMS 8.5 `_callback_state`). */
export const callbackStates = ['SCHEDULED', 'QUEUED', 'ROUTING', 'PROCESSING', 'COMPLETED'] as const;
export type CallbackState = (typeof callbackStates)[number];

/** Who takes a callback from state to state: the strategy that carries it out, or a request from outside. */
export type Mover = 'strategy' | 'request';

interface StateRow {
  means: string;
  /** Where it may go from there, and who takes it. Its own state: it stays, with a new sentence. */
  next: Partial<Record<CallbackState, readonly Mover[]>>;
  /** What it means that a request (PUT) sets the state; null: it may not. */
  put: 'reschedule' | 'cancel' | null;
}

const strategy = ['strategy'] as const;
const request = ['request'] as const;
const either = ['strategy', 'request'] as const;

/** The life of a callback: the one place that says what may follow what (docs/reference/states.md). */
export const states: Readonly<Record<CallbackState, StateRow>> = {
  SCHEDULED: {
    means: 'waits for the time that the customer chose',
    next: { SCHEDULED: either, QUEUED: either, COMPLETED: either },
    put: 'reschedule',
  },
  QUEUED: {
    means: 'waits in its place for an agent to be near, is asked, or rings; so it does between two attempts',
    // PROCESSING straight away when the agent is on the line before the customer.
    next: { SCHEDULED: request, QUEUED: either, ROUTING: strategy, PROCESSING: strategy, COMPLETED: either },
    put: 'reschedule',
  },
  ROUTING: {
    means: 'the customer is on the line and waits for an agent',
    // QUEUED again: the customer was reached, but the attempt led nowhere.
    next: { QUEUED: strategy, ROUTING: strategy, PROCESSING: strategy, COMPLETED: either },
    put: null,
  },
  PROCESSING: {
    means: 'the customer talks with an agent; no request cuts that',
    next: { PROCESSING: strategy, COMPLETED: strategy },
    put: null,
  },
  COMPLETED: {
    means: 'is over, for a reason',
    next: {},
    put: 'cancel',
  },
};

/** Whether a callback may go there, taken by that one. */
export function mayGo(from: CallbackState, to: CallbackState, by: Mover): boolean {
  return states[from].next[to]?.includes(by) ?? false;
}

/** Why a COMPLETED callback ended (GMS 8.5 `_callback_reason`). */
export const reasons = {
  AGENT_CONNECTED: 'an agent talked with the customer',
  CANCELLED: 'a request, or the customer when called, called it off',
  NOT_AVAILABLE: 'a strategy ended it without saying why',
  FAIL_CALL_TO_CUSTOMER: 'the attempts are used up, and nobody answered; or the number cannot be called',
  FAIL_USER_NO_CONFIRM: 'somebody or something answered, or was told, and nobody confirmed',
  FAIL_TARGET_NOT_FOUND: 'no agent came free in time',
  FAIL_AGENT_CONNECT: 'an agent came free, and could not be joined with the customer',
  FAIL_QUEUEING: 'it could not be put into the virtual queue',
  FAIL_TIMEOUT_TTL: 'it was not handled within `_ttl`',
  FAIL_INTERACTION_DELETED: 'the customer hung up while waiting for an agent',
  FAIL_ERROR: 'something went wrong in the strategy, or its service is no longer configured',
} as const satisfies Record<string, string>;

export type CallbackReason = keyof typeof reasons;
export const callbackReasons = Object.keys(reasons) as [CallbackReason, ...CallbackReason[]];

/** Reasons of GMS 8.5 that no callback ends for here, and why. */
export const otherReasons: Readonly<Record<string, string>> = {
  FAIL_USER_UNREACHABLE: 'the name of FAIL_CALL_TO_CUSTOMER before 8.5.102',
  'AGENT_PREVIEW_CANCEL_AFTER_<n>REJECTS':
    'one that an agent rejects is shown to the next, until no agent came free in time',
  FAIL_NO_CUSTOMER_NUMBER: 'a request without a number is refused',
  FAIL_IXN_UNKNOWN_MEDIA_TYPE: 'a request for another medium is refused',
  FAIL_LOAD_MESSAGE_FILE: 'prompts with a mistake do not go live',
};
