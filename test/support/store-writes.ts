import type { Store } from '../../src/store/store.ts';

export type Aggregate = Exclude<keyof Store, 'onChange' | 'onLineageChange' | 'health' | 'close'>;

/** What changes the store; anything else reads. */
export const writes: { [Name in Aggregate]: readonly (keyof Store[Name])[] } = {
  sessions: ['start', 'moveStart', 'commit', 'post', 'fireTimers'],
  outbox: ['claim', 'finish'],
  callbacks: ['create', 'change'],
  slots: [],
  throttles: ['take', 'giveBack'],
  interactions: ['add', 'change'],
  dialogRuns: ['open', 'advance'],
  routing: ['commit'],
  sets: ['publish'],
  secrets: ['keep'],
  revisions: ['add'],
  keys: ['put'],
  doNotCall: ['put'],
  utterances: ['keep'],
  deposits: ['put', 'remove', 'purge'],
  facts: ['add'],
  archive: ['write'],
  retention: ['forget'],
};
