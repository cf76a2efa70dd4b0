import { peekStatistic } from '../../app/peek-statistic.ts';
import { isRingbackError } from '../../core/errors.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import { attributesOf, elementSpec, refuse, textOf, type StrategyModule, type Tools } from '../module.ts';

const errors = ['invalidobject', 'invalidstatistic'];

/** ORS: what Stat Server counts. */
export const statisticModule: StrategyModule = {
  name: 'statistic',
  namespaces: ['www.genesyslab.com/modules/statistic'],
  does: 'Statistics of the virtual queues: `ExpectedWaitTime`, `CurrNumberWaitingCalls`, `CurrentNumberInQueue`, `RStatAgentsTotal`, `RStatAgentsReady`, `RStatAgentsReadyvoice`. `_genesys.statistic.sData(object, statistic)` is the value as it is when the step begins: it stands in the journal. One that nothing here counts throws.',
  functions: {},
  constants: {},
  elements: {
    subscribe: {
      spec: elementSpec(['object', 'statistic', 'interval'], ['object', 'statistic']),
      about: {
        does: 'Tells the value once. `interval` is not taken: a strategy asks again after a `send` with a delay.',
        events: ['statistic.subscribe.done {object, statistic, value}'],
        errors: [...errors, 'unsupported'],
      },
      mode: 'repeatable',
      errorEvent: 'error.statistic.subscribe',
      run: tellOnce,
    },
  },
};

async function tellOnce(action: ActionRow, _session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  const [object, statistic] = [textOf(attributes, 'object'), textOf(attributes, 'statistic')];
  const interval = textOf(attributes, 'interval');
  if (interval !== '' && Number(interval) !== 0)
    return refuse(action, tools, {
      error: 'unsupported',
      description: 'a value is told once: ask again after a send with a delay',
    });
  try {
    const value = await peekStatistic(tools.app, statistic, object);
    await tools.result(action, 'statistic.subscribe.done', { object, statistic, value });
    return;
  } catch (error) {
    const code = isRingbackError(error, 'QUEUE_UNKNOWN') ? 'invalidobject' : 'invalidstatistic';
    if (!isRingbackError(error, 'QUEUE_UNKNOWN') && !isRingbackError(error, 'STATISTIC_UNKNOWN')) throw error;
    return refuse(action, tools, { error: code, description: error.message });
  }
}
