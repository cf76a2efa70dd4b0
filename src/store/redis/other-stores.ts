import type { AccessKey } from '../../callback/access-key.ts';
import type { BarredNumber } from '../../callback/barred-number.ts';
import type { Fact } from '../../callback/record.ts';
import type { AgentRow, EntryRow, QueueStats } from '../../routing/state.ts';
import type { ChangeHints } from '../change-hints.ts';
import type { Deposit, DepositStore } from '../deposits.ts';
import type { DialogRun, DialogRunStore } from '../dialog-runs.ts';
import type { DoNotCallStore } from '../do-not-call.ts';
import type { FactStore } from '../facts.ts';
import type { KeyStore } from '../keys.ts';
import type { Revision, RevisionStore } from '../revisions.ts';
import type { RoutingCommit, RoutingJournalEntry, RoutingStore } from '../routing.ts';
import type { Secret, SecretStore } from '../secrets.ts';
import type { DocumentSet, SetStore } from '../sets.ts';
import type { Utterance, UtteranceStore } from '../utterances.ts';
import type { RedisConnection } from './connection.ts';
import {
  encodeBarred,
  encodeDeliveries,
  encodeDeposit,
  encodeFacts,
  encodeKey,
  encodeRevision,
  encodeRun,
  encodeSecret,
  encodeUtterance,
  parsed,
  parsedList,
  type Arguments,
} from './encode.ts';

export function dialogRunStore(redis: RedisConnection, hints: ChangeHints): DialogRunStore {
  return {
    open: (run) => redis.write('dialog_runs_open', encodeRun(run)) as ReturnType<DialogRunStore['open']>,
    advance: (expectedRevision, run, deliveries) => {
      const given = { ...encodeRun(run), expectedRevision, deliveries: encodeDeliveries(deliveries) };
      const advanced = redis.write('dialog_runs_advance', given) as ReturnType<DialogRunStore['advance']>;
      return hints.after(advanced, ...(deliveries.length > 0 ? ['sessions' as const] : []));
    },
    get: async (id) => parsed<DialogRun>(await redis.read<string | null>('dialog_runs_get', { id })),
  };
}

export function routingStore(redis: RedisConnection, hints: ChangeHints): RoutingStore {
  return {
    load: async () => {
      const [seq, agents, entries, stats] =
        await redis.read<[string, string[], string[], string[]]>('routing_load');
      return {
        seq: Number(seq),
        agents: parsedList<AgentRow>(agents),
        entries: parsedList<EntryRow>(entries),
        stats: parsedList<QueueStats>(stats),
      };
    },
    commit: (commit) => {
      const committed = redis.write('routing_commit', encodeRouting(commit)) as ReturnType<
        RoutingStore['commit']
      >;
      return hints.after(
        committed,
        'routing',
        ...(commit.deliveries.length > 0 ? ['sessions' as const] : []),
      );
    },
    journal: async (from, limit) => {
      const entries = await redis.read<string[]>('routing_journal', { from, limit });
      return parsedList<RoutingJournalEntry>(entries).map(({ seq, at, message, decisions }) => ({
        ...{ seq, at, message, decisions },
      }));
    },
  };
}

function encodeRouting(commit: RoutingCommit): Arguments {
  const { expectedSeq, messageId, at, message, change, decisions, deliveries } = commit;
  const { agents, entries, stats, removedAgents, removedEntries } = change;
  return {
    ...{ expectedSeq, messageId, removedAgents, removedEntries },
    journal: JSON.stringify({ seq: expectedSeq + 1, messageId, at, message, decisions }),
    agents: agents.map((row) => ({ id: row.id, row: JSON.stringify(row) })),
    entries: entries.map((row) => ({ id: row.id, row: JSON.stringify(row) })),
    stats: stats.map((row) => ({ id: row.queue, row: JSON.stringify(row) })),
    deliveries: encodeDeliveries(deliveries),
  };
}

export function setStore(redis: RedisConnection, hints: ChangeHints): SetStore {
  return {
    publish: async (set) => {
      await hints.after(redis.write('sets_publish', { hash: set.hash, set: JSON.stringify(set) }), 'sets');
    },
    get: async (id) => parsed<DocumentSet>(await redis.read<string | null>('sets_get', { id })),
    active: () => redis.read<string | null>('sets_active'),
  };
}

export function secretStore(redis: RedisConnection): SecretStore {
  return {
    keep: async (secret) => {
      const kept = await redis.write('secrets_keep', encodeSecret(secret));
      return (JSON.parse(kept) as Secret).value;
    },
  };
}

export function revisionStore(redis: RedisConnection, hints: ChangeHints): RevisionStore {
  return {
    add: (revision) => {
      const added = redis.write('revisions_add', encodeRevision(revision)) as ReturnType<
        RevisionStore['add']
      >;
      return hints.after(added, 'configuration');
    },
    head: async () => Number(await redis.read<string>('revisions_head')),
    get: async (no) => parsed<Revision>(await redis.read<string | null>('revisions_get', { no })),
    list: async (before, limit) =>
      parsedList<Revision>(await redis.read<string[]>('revisions_list', { before, limit })),
  };
}

export function keyStore(redis: RedisConnection, hints: ChangeHints): KeyStore {
  return {
    put: (expectedVersion, key) => {
      const given = { ...encodeKey(key), expectedVersion };
      return hints.after(redis.write('keys_put', given) as ReturnType<KeyStore['put']>, 'configuration');
    },
    get: async (id) => parsed<AccessKey>(await redis.read<string | null>('keys_get', { id })),
    all: async () => parsedList<AccessKey>(await redis.read<string[]>('keys_all')),
  };
}

export function doNotCallStore(redis: RedisConnection): DoNotCallStore {
  return {
    put: (expectedVersion, entry) =>
      redis.write('do_not_call_put', { ...encodeBarred(entry), expectedVersion }) as ReturnType<
        DoNotCallStore['put']
      >,
    get: async (number) =>
      parsed<BarredNumber>(await redis.read<string | null>('do_not_call_get', { number })),
    list: async (after, limit) =>
      parsedList<BarredNumber>(await redis.read<string[]>('do_not_call_list', { after, limit })),
  };
}

export function utteranceStore(redis: RedisConnection): UtteranceStore {
  return {
    keep: async (utterance) => {
      await redis.write('utterances_keep', encodeUtterance(utterance));
    },
    get: async (id) => parsed<Utterance>(await redis.read<string | null>('utterances_get', { id })),
  };
}

export function depositStore(redis: RedisConnection): DepositStore {
  return {
    put: (expectedVersion, deposit) =>
      redis.write('deposits_put', { ...encodeDeposit(deposit), expectedVersion }) as ReturnType<
        DepositStore['put']
      >,
    remove: (id) => redis.write('deposits_remove', { id }) as ReturnType<DepositStore['remove']>,
    purge: async (untilAt, limit) => {
      await redis.write('deposits_purge', { untilAt, limit });
    },
    get: async (id) => parsed<Deposit>(await redis.read<string | null>('deposits_get', { id })),
    ofKind: async (kind) => parsedList<Deposit>(await redis.read<string[]>('deposits_of_kind', { kind })),
    count: async (kind) => Number(await redis.read<string>('deposits_count', { kind })),
  };
}

export function factStore(redis: RedisConnection, hints: ChangeHints): FactStore {
  return {
    add: async (facts) => {
      await hints.after(redis.write('facts_add', { facts: encodeFacts(facts) }), 'facts');
    },
    ofCallback: async (id) => parsedList<Fact>(await redis.read<string[]>('facts_of_callback', { id })),
    recent: async (kind, limit) =>
      parsedList<Fact>(await redis.read<string[]>('facts_recent', { kind, limit })),
  };
}
