import { peekStatistic } from '../../app/peek-statistic.ts';
import type { Clock } from '../../core/clock.ts';
import { isRingbackError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  inBackground,
  numberOf,
  refuse,
  textOf,
  type StrategyModule,
  type Tools,
} from '../module.ts';
import type { Treatment } from '../running-treatments.ts';

const errors = ['invalidobject', 'invalidstatistic'];

/** Seconds between two values: no oftener than that. */
const SHORTEST_S = 1;

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
        does: 'Tells the value once; with `interval`, every so many seconds (1 at least) until the session ends or `statistic:unsubscribe`: then `subscription` is the id of the request.',
        events: [
          'statistic.subscribe.done {object, statistic, value}',
          'statistic.value {subscription, object, statistic, value}',
        ],
        errors,
      },
      mode: 'repeatable',
      errorEvent: 'error.statistic.subscribe',
      run: subscribe,
      abandon: (action, tools) => Promise.resolve(void tools.treatments.stop(action.requestId ?? action.id)),
    },
    unsubscribe: {
      spec: aboutSubscription(),
      about: {
        does: 'No more values of the subscription whose id `requestid` is.',
        events: ['statistic.unsubscribe.done'],
        errors: ['invalidstate'],
      },
      mode: 'repeatable',
      errorEvent: 'error.statistic.unsubscribe',
      async run(action, session, tools) {
        const id = textOf(attributesOf(action), 'requestid');
        const open = await tools.app.store.outbox.openOf(session.id);
        const subscription = open.find((one) => one.kind === 'statistic.subscribe' && one.requestId === id);
        if (!subscription)
          return refuse(action, tools, {
            error: 'invalidstate',
            description: 'there is no such subscription',
          });
        tools.treatments.stop(id);
        await tools.app.store.outbox.finish(subscription.id);
        return tools.result(action, 'statistic.unsubscribe.done', {});
      },
    },
  },
};

function aboutSubscription(): ReturnType<typeof elementSpec> {
  return { attributes: { requestid: 'expr' }, required: ['requestid'], children: {}, ours: true };
}

async function subscribe(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const everyS = numberOf(attributesOf(action), 'interval', 0);
  const told = await valueOf(action, tools);
  if ('error' in told) return refuse(action, tools, told);
  if (everyS <= 0) return tools.result(action, 'statistic.subscribe.done', told);
  inBackground(action, tools, () => tellOnAndOn(action, session, tools, Math.max(SHORTEST_S, everyS) * 1000));
}

/** The instants are counted from the request on, so that a restart tells none of them twice. */
async function tellOnAndOn(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  everyMs: number,
): Promise<void> {
  const { clock, store, sessions } = tools.app;
  const { treatment, ended } = tools.treatments.begin(action.requestId ?? action.id);
  const reach = instantsUntilStopped(clock, treatment);
  try {
    for (let nth = Math.floor((clock.now() - action.createdAt) / everyMs); ; nth++) {
      if ((await reach(action.createdAt + nth * everyMs)) === 'stopped') return;
      const told = await valueOf(action, tools);
      if ('error' in told) return;
      const data = { subscription: action.requestId, ...told };
      const event = { id: `${action.id}:${nth}`, name: 'statistic.value', data };
      await store.sessions.post([{ sessionId: session.id, event }]);
      sessions.wake([session.id]);
    }
  } finally {
    ended();
  }
}

/** Waits for one instant after the other. */
function instantsUntilStopped(
  clock: Clock,
  treatment: Treatment,
): (at: number) => Promise<'reached' | 'stopped'> {
  let stop: () => void = () => undefined;
  treatment.onStop(() => stop());
  return (at) =>
    new Promise((resolve) => {
      if (treatment.stopped) resolve('stopped');
      const timer = clock.at(at, () => resolve('reached'));
      stop = () => {
        timer.cancel();
        resolve('stopped');
      };
    });
}

type Value = { object: string; statistic: string; value: Json };

async function valueOf(
  action: ActionRow,
  { app }: Tools,
): Promise<Value | { error: string; description: string }> {
  const attributes = attributesOf(action);
  const [object, statistic] = [textOf(attributes, 'object'), textOf(attributes, 'statistic')];
  try {
    return { object, statistic, value: await peekStatistic(app, statistic, object) };
  } catch (error) {
    const code = isRingbackError(error, 'QUEUE_UNKNOWN') ? 'invalidobject' : 'invalidstatistic';
    if (!isRingbackError(error, 'QUEUE_UNKNOWN') && !isRingbackError(error, 'STATISTIC_UNKNOWN')) throw error;
    return { error: code, description: error.message };
  }
}
