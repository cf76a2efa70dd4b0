/** A page uses more than it is allowed, in steps or in script time: no page may catch it, the call's pages end. */
export class RunawayError extends Error {}
