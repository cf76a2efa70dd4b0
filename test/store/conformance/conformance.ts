import type { Store } from '../../../src/store/store.ts';
import { describeArchive } from './archive.ts';
import { describeCallbackChange } from './callback-change.ts';
import { describeCallbackCreate } from './callback-create.ts';
import { describeCallbackFind } from './callback-find.ts';
import { describeCallbackPages } from './callback-pages.ts';
import { describeChangeHints } from './change-hints.ts';
import { describeClosing } from './closing.ts';
import { describeDeposits } from './deposits.ts';
import { describeDialogRuns } from './dialog-runs.ts';
import { describeFacts } from './facts.ts';
import { describeInbox } from './inbox.ts';
import { describeInteractions } from './interactions.ts';
import { describeHistories } from './model/histories.ts';
import { describeDoNotCall } from './do-not-call.ts';
import { describeKeys } from './keys.ts';
import { describeOutbox } from './outbox.ts';
import { describePlannedSessions } from './planned-sessions.ts';
import { describeRaces } from './races.ts';
import { describeRetention } from './retention.ts';
import { describeRevisions } from './revisions.ts';
import { describeRouting } from './routing.ts';
import { describeScheduled } from './scheduled.ts';
import { describeSecrets } from './secrets.ts';
import { describeSessionEnd } from './session-end.ts';
import { describeSessionStart } from './session-start.ts';
import { describeSets } from './sets.ts';
import { describeSlotMoves } from './slot-moves.ts';
import { describeSlots } from './slots.ts';
import { describeStepCommit } from './step-commit.ts';
import { describeThrottles } from './throttles.ts';
import { describeTimers } from './timers.ts';
import { describeUtterances } from './utterances.ts';

/**
 * What every adapter of the store port does. `open` gives an empty store, which the tests close; `histories` is how
 * many random ones are compared with the model.
 */
export function describeStore(open: () => Promise<Store>, { histories = 100 } = {}): void {
  describeSessionStart(open);
  describePlannedSessions(open);
  describeInbox(open);
  describeStepCommit(open);
  describeSessionEnd(open);
  describeTimers(open);
  describeOutbox(open);
  describeRaces(open);
  describeCallbackCreate(open);
  describeCallbackChange(open);
  describeCallbackFind(open);
  describeCallbackPages(open);
  describeScheduled(open);
  describeSlots(open);
  describeSlotMoves(open);
  describeThrottles(open);
  describeInteractions(open);
  describeDialogRuns(open);
  describeRouting(open);
  describeSets(open);
  describeSecrets(open);
  describeRevisions(open);
  describeKeys(open);
  describeDoNotCall(open);
  describeUtterances(open);
  describeDeposits(open);
  describeFacts(open);
  describeArchive(open, Math.ceil(histories / 10));
  describeRetention(open);
  describeChangeHints(open);
  describeClosing(open);
  describeHistories(open, histories);
}
