import type { RosterChange } from './roster.ts';

/** All that an estimate is reckoned from, so that it can be reckoned again from what is stored. */
export interface WaitInputs {
  /** When, epoch ms. */
  at: number;
  /** Who waits before the place: all, and those of them who are on the line and may give up. */
  ahead: number;
  aheadLive: number;
  /** Agents of the queue who work (when none does: who are logged in), and those of them who are ready. */
  agents: number;
  ready: number;
  /** Talk and after-call work of one conversation. */
  handleMs: number;
  /** After how long a caller on the line gives up, on average. */
  patienceMs: number;
  roster: RosterChange[];
  /** The newest callers who were given an agent; `intervalMs` null while there are fewer than two. */
  served: { count: number; intervalMs: number | null; agents: number };
}

/** Those up to the place, the one at the place too, for whom no agent is ready. */
export function uncovered({ ahead, ready }: Pick<WaitInputs, 'ahead' | 'ready'>): number {
  return Math.max(0, ahead + 1 - ready);
}
