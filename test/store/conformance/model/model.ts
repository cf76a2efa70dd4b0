import type { Store } from '../../../../src/store/store.ts';
import { callbacksModel } from './callbacks.ts';
import { depositsModel } from './deposits.ts';
import { dialogRunsModel } from './dialog-runs.ts';
import { doNotCallModel } from './do-not-call.ts';
import { factsModel } from './facts.ts';
import type { Immediate } from './immediate.ts';
import { interactionsModel } from './interactions.ts';
import { keysModel } from './keys.ts';
import { outboxModel } from './outbox.ts';
import { revisionsModel } from './revisions.ts';
import { routingModel } from './routing.ts';
import { secretsModel } from './secrets.ts';
import { sessionsModel } from './sessions.ts';
import { setsModel } from './sets.ts';
import { slotsModel } from './slots.ts';
import { emptyState } from './state.ts';
import { throttlesModel } from './throttles.ts';
import { utterancesModel } from './utterances.ts';

/** The parts of the store that operations of a call go to. */
export type Aggregate =
  | 'sessions'
  | 'outbox'
  | 'callbacks'
  | 'slots'
  | 'throttles'
  | 'interactions'
  | 'dialogRuns'
  | 'routing'
  | 'sets'
  | 'secrets'
  | 'revisions'
  | 'keys'
  | 'doNotCall'
  | 'utterances'
  | 'deposits'
  | 'facts';

/** What the port says a store does, in the plainest terms: adapters are compared with it. */
export type Model = { readonly [Name in Aggregate]: Immediate<Store[Name]> };

export function createModel(): Model {
  const state = emptyState();
  return {
    sessions: sessionsModel(state),
    outbox: outboxModel(state),
    callbacks: callbacksModel(state),
    slots: slotsModel(state),
    throttles: throttlesModel(state),
    interactions: interactionsModel(state),
    dialogRuns: dialogRunsModel(state),
    routing: routingModel(state),
    sets: setsModel(),
    secrets: secretsModel(),
    revisions: revisionsModel(),
    keys: keysModel(),
    doNotCall: doNotCallModel(),
    utterances: utterancesModel(),
    deposits: depositsModel(),
    facts: factsModel(state),
  };
}
