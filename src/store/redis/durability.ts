import { RingbackError } from '../../core/errors.ts';
import type { RedisConnection } from './connection.ts';

/**
 * What a resolved write stands for: `always` = on the primary's disk; `everysec` = on its disk within a second, so
 * that a power cut may take what was acknowledged in the last one; `replicas` = in the memory of so many replicas.
 */
export type Durability = { kind: 'always' | 'everysec' } | { kind: 'replicas'; count: number };

/**
 * Compares what is promised with what the server keeps; says what is weaker than the promise of the embedded store.
 * @throws STORE_NOT_DURABLE when the server keeps less than is promised
 */
export async function checkDurability(
  connection: RedisConnection,
  promised: Durability,
): Promise<string | null> {
  const policy = await connection.setting('maxmemory-policy');
  if (policy !== null && policy !== 'noeviction')
    refuse(`it evicts keys when memory is short (maxmemory-policy ${policy})`, 'maxmemory-policy noeviction');
  if (promised.kind === 'replicas') return checkReplicas(connection, promised.count);
  const persistence = await connection.info('persistence');
  if (persistence.get('aof_enabled') !== '1') refuse('it keeps no log of changes (AOF)', 'appendonly yes');
  const fsync = await connection.setting('appendfsync');
  if (promised.kind === 'always' && fsync !== null && fsync !== 'always')
    refuse(`it syncs its log ${fsync === 'no' ? 'never' : 'every second'}`, 'appendfsync always');
  if (fsync === 'no') refuse('it never syncs its log', 'appendfsync always');
  return promised.kind === 'everysec'
    ? 'a power cut of the Redis machine may take what was acknowledged in the last second'
    : null;
}

async function checkReplicas(connection: RedisConnection, count: number): Promise<string> {
  const connected = Number((await connection.info('replication')).get('connected_slaves') ?? 0);
  if (connected < count) refuse(`${connected} of ${count} replicas are connected`, `${count} replicas`);
  return `what was acknowledged is in the memory of ${count} replicas, not on a disk`;
}

function refuse(why: string, wanted: string): never {
  throw new RingbackError('STORE_NOT_DURABLE', { why, wanted });
}
