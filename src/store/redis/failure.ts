import { messageOf, RingbackError } from '../../core/errors.ts';

const REPLICA = 'this Redis is a replica: point `store` at the primary, or wait for the failover to end';

/** What to tell about the replies of a Redis that cannot serve now (https://redis.io/docs/reference/protocol-spec/#simple-errors). */
const causes: [RegExp, string][] = [
  [/^LOADING/, 'Redis is loading its data: wait'],
  [/^READONLY/, REPLICA],
  [/^MASTERDOWN/, 'this Redis is a replica that has lost its primary'],
  [/^OOM/, 'Redis has no memory left: raise maxmemory, or run `ringback retention run`'],
  [/^MISCONF/, 'Redis cannot write to its disk: see its log'],
  [
    /^(MOVED|ASK|CROSSSLOT|CLUSTERDOWN|TRYAGAIN)/,
    'this node of the Redis Cluster does not serve the site now',
  ],
  [/^(NOAUTH|WRONGPASS|NOPERM)/, 'Redis refuses the user or password of `store`'],
  [/^(BUSY|UNBLOCKED)/, 'Redis is busy with something else'],
  [/^NOREPLICAS/, 'Redis has fewer replicas than its min-replicas-to-write'],
];

/**
 * An error of the client in the terms of the catalogue: all but mistakes of the caller becomes STORE_DOWN. Whether
 * what was asked for has happened is then not known.
 */
export function inCatalogueTerms(error: unknown): unknown {
  if (error instanceof RingbackError) return error;
  const said = messageOf(error);
  const isReply = error instanceof Error && error.name === 'ReplyError';
  if (!isReply) return new RingbackError('STORE_DOWN', { why: unreachable(said) }, error);
  const cause = causes.find(([reply]) => reply.test(said));
  return cause ? new RingbackError('STORE_DOWN', { why: `${cause[1]} (${said})` }, error) : error;
}

export function isReplica(): RingbackError {
  return new RingbackError('STORE_DOWN', { why: REPLICA });
}

function unreachable(said: string): string {
  if (said.startsWith("Stream isn't writeable")) return 'there is no connection to Redis';
  return `Redis does not answer (${said})`;
}

/** True when the server has lost, or never had, the library. */
export function lacksFunctions(error: unknown): boolean {
  return /function not found/i.test(messageOf(error));
}
