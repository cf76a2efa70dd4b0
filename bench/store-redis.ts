// One step of a session, committed by the store in Redis, beside two bare functions of the same server, called over a
// client with the same settings. Both are given what the step keeps as text made before; neither compares anything.
// - `the same rows`: writes the same bytes into the same keys (session, journal, ids taken, inbox), unconditionally.
//   This is what the store's rules cost: compare-and-set, one event once, one commit once.
// - `one key`: sets one key to the same bytes. Less than that no durable call of the server can do.
import { spawnSync } from 'node:child_process';

import { Redis } from 'ioredis';

import { OwnRedis, openSite } from '../test/support/own-redis.ts';
import { alternate } from './support/alternate.ts';
import { commitsPerSecond, perSecond, startSessions, stepOf, type Stepping } from './support/commits.ts';
import { judge } from './support/judge.ts';

const BAR = 0.7;

const library = `#!lua name=bare
redis.register_function('one_key', function(keys, args) return redis.call('SET', keys[1], args[1]) end)
redis.register_function('same_rows', function(keys, args)
  local p, session, seq = keys[1], args[1], args[2]
  redis.call('HSET', p .. 'session:' .. session, 'seq', seq, 'snapshot', args[3])
  redis.call('SADD', p .. 'taken:' .. session, args[4])
  redis.call('ZADD', p .. 'journal:' .. session, seq, args[5])
  redis.call('HDEL', p .. 'inbox:' .. session, args[4])
  return 'done'
end)`;

if (spawnSync('redis-server', ['--version']).status === 0) await measure();
else console.log('redis-server is not installed: no comparison with it\n');

async function measure(): Promise<void> {
  const server = await OwnRedis.start();
  const store = await openSite(server, 'bench');
  const client = new Redis(server.url, { enableAutoPipelining: true });
  await client.function('LOAD', 'REPLACE', library);
  const bytes = JSON.stringify(stepOf('s', 1));
  const { snapshot, journal } = stepOf('s', 1);
  const entry = JSON.stringify(journal);
  const oneKey = async (session: Stepping): Promise<void> => {
    await client.fcall('one_key', 1, `{bare}:${session.id}`, bytes);
  };
  let count = 0;
  const sameRows = async ({ id }: Stepping): Promise<void> => {
    const seq = ++count;
    await client.fcall('same_rows', 1, '{bare}:', id, seq, snapshot, `${id}-${seq}`, `${entry}${seq}`);
  };
  for (const clients of [1, 64]) {
    const sessions = await startSessions(store, clients);
    for (const [name, bare] of [
      ['the same rows, bare', sameRows],
      ['one key, bare', oneKey],
    ] as const) {
      const comparison = await alternate(
        { name: 'a step committed', run: () => commitsPerSecond(store, sessions) },
        { name, run: () => perSecond(sessions, bare) },
      );
      judge(`Commits of Redis, ${clients} at a time, beside ${name}`, comparison, BAR);
    }
  }
  client.disconnect();
  await store.close();
  await server.stop();
}
