import type { JsonObject } from '../core/json.ts';
import type { Delivery } from './sessions.ts';

/** A voice dialog on a call, as far as it has come. */
export interface DialogRun {
  /** Unguessable; stands in the address of its pages. */
  key: string;
  /** Counts the answers taken; stands in the page's address, so that an answer sent twice counts once. */
  revision: number;
  dialog: string;
  setHash: string;
  step: string;
  values: JsonObject;
  locale: string;
  service: string;
  interactionId: string | null;
  sessionId: string | null;
  /** The `dialog:start` action it belongs to; null when a foreign browser began it. */
  actionId: string | null;
  status: 'open' | 'ended';
  /** How it ended: `queue`, `hangup`, `reject` ... with what it found out; null while open. */
  result: JsonObject | null;
  startedAt: number;
  updatedAt: number;
}

export interface DialogRunStore {
  /** Compares nothing but the key; a run that is there already is left as it is. Emits no hint. */
  open(run: DialogRun): Promise<'opened' | 'exists'>;
  /** Cost: one look-up. */
  get(key: string): Promise<DialogRun | null>;
  /**
   * Compares the revision; an unknown key is `stale` too. Changes: the run, events for sessions (as `sessions.post`). Emits
   * `sessions` with events.
   */
  advance(expectedRevision: number, run: DialogRun, deliveries: Delivery[]): Promise<'advanced' | 'stale'>;
}
