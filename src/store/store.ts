import type { ArchiveStore } from './archive.ts';
import type { CallbackStore, InteractionStore } from './callbacks.ts';
import type { DepositStore } from './deposits.ts';
import type { DialogRunStore } from './dialog-runs.ts';
import type { DoNotCallStore } from './do-not-call.ts';
import type { FactStore } from './facts.ts';
import type { KeyStore } from './keys.ts';
import type { OutboxStore } from './outbox.ts';
import type { RetentionStore } from './retention.ts';
import type { RevisionStore } from './revisions.ts';
import type { RoutingStore } from './routing.ts';
import type { SecretStore } from './secrets.ts';
import type { SessionStore } from './sessions.ts';
import type { SetStore } from './sets.ts';
import type { SlotStore } from './slots.ts';
import type { ThrottleStore } from './throttles.ts';
import type { UtteranceStore } from './utterances.ts';

/** What changed, as a hint to whoever shows it; never the truth itself. */
export type ChangeHint =
  'sessions' | 'callbacks' | 'interactions' | 'routing' | 'sets' | 'facts' | 'configuration';

/**
 * The store port. Every promise of a change resolves after the change is durable, and rejects with
 * STORE_DOWN when it is not known to be.
 */
export interface Store {
  readonly sessions: SessionStore;
  readonly outbox: OutboxStore;
  readonly callbacks: CallbackStore;
  readonly slots: SlotStore;
  readonly throttles: ThrottleStore;
  readonly interactions: InteractionStore;
  readonly dialogRuns: DialogRunStore;
  readonly routing: RoutingStore;
  readonly sets: SetStore;
  readonly secrets: SecretStore;
  readonly revisions: RevisionStore;
  readonly keys: KeyStore;
  readonly doNotCall: DoNotCallStore;
  readonly utterances: UtteranceStore;
  readonly deposits: DepositStore;
  readonly facts: FactStore;
  readonly archive: ArchiveStore;
  readonly retention: RetentionStore;
  /** Calls `listener` after commits, once for each kind of change acknowledged together; returns how to stop. */
  onChange(listener: (hint: ChangeHint) => void): () => void;
  /**
   * Calls `listener`, before anything that is read from it or answered by it afterwards, when the store may have lost
   * changes it acknowledged: another copy of it answers than before. Says why; returns how to stop. A store that only
   * ever has one copy never calls it.
   */
  onLineageChange(listener: (why: string) => void): () => void;
  health(): Promise<{ kind: string; ok: boolean; detail: string }>;
  /** Finishes the changes asked for before; later calls reject with STORE_DOWN. */
  close(): Promise<void>;
}
