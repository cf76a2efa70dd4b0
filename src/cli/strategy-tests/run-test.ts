import { answerPreview } from '../../app/answer-preview.ts';
import { cancelCallback } from '../../app/cancel-callback.ts';
import { customerReady } from '../../app/continue-dialog.ts';
import { createCallback } from '../../app/create-callback.ts';
import { setAgentState } from '../../app/set-agent-state.ts';
import { parseDuration } from '../../core/duration.ts';
import { secretId } from '../../core/ids.ts';
import type { TextPhone } from '../../simulation/text-phone.ts';
import { enteredIn, mistakeIn, type Failure } from './check-outcome.ts';
import type { Happening, StrategyTest } from './read-tests.ts';
import type { StrategySite } from './strategy-site.ts';

const DAY_MS = 86_400_000;
const LATER_MINUTES = 45;
const CALLER = '+12025550143';

/** Lets happen what the test says, then time pass until all is over, a day at most; null when it came out as expected. */
export async function runTest(
  site: StrategySite,
  strategy: string,
  test: StrategyTest,
): Promise<Failure | null> {
  const phones = new Map<string, TextPhone>();
  for (const [number, who] of Object.entries(test.given.people ?? {}))
    if (Array.isArray(who)) phones.set(number, site.phone(number, who));
  const run = { site, strategy, phones };
  for (const [index, happening] of test.when.entries()) {
    const message = await happen(run, happening);
    if (message !== null) return { path: ['when', index], message };
  }
  await site.clock.until(async () => {
    const sessions = await site.sessions(strategy);
    return sessions.length > 0 && sessions.every(({ row }) => row.status !== 'running');
  }, DAY_MS);
  return mistakeIn(site, strategy, test.then);
}

interface Run {
  site: StrategySite;
  strategy: string;
  phones: Map<string, TextPhone>;
}

/** Null, or why it cannot happen. */
async function happen(run: Run, happening: Happening): Promise<string | null> {
  const { site, strategy, phones } = run;
  const { after, until, hangup, send } = happening;
  await begin(run, happening);
  await decide(site, happening);
  if (hangup !== undefined) {
    const phone = phones.get(hangup);
    if (!phone) return `nobody with keys is at ${hangup}`;
    phone.press('hangup');
  }
  if (happening.cancel || happening.confirm) {
    const record = await site.callback();
    if (!record) return 'there is no callback';
    await (happening.cancel ? cancelCallback : customerReady)(site.ringback.app, record.id);
  }
  if (send !== undefined) {
    const session = (await site.sessions(strategy)).at(-1);
    if (!session) return `no session of ${strategy} runs`;
    const { engine, app } = site.ringback;
    await engine.deliver(session.row.id, { id: secretId(app.random), name: send, data: {} });
  }
  await site.clock.settle();
  if (after !== undefined) await site.clock.advance(parseDuration(after) ?? 0);
  return until === undefined ? null : passUntil(site, strategy, until);
}

async function begin({ site, phones }: Run, { call, book }: Happening): Promise<void> {
  if (call) {
    const { from = CALLER, to = '8000', keys = [], held = false } = call;
    const phone = site.phone(from, keys);
    phones.set(from, phone);
    site.ring(phone, { from, to, held });
  }
  if (book) {
    const parameters = { _customer_number: book.number, ...book.parameters };
    await createCallback(site.ringback.app, { service: site.service, id: null, parameters, kvps: {} });
  }
}

async function decide({ ringback }: StrategySite, { agent, answer, is = 'ready' }: Happening): Promise<void> {
  const { app, router } = ringback;
  if (agent === undefined) return;
  if (answer === undefined) await setAgentState(app, router, { agentId: agent, to: is, reason: null });
  else {
    const minutes = answer === 'later' ? LATER_MINUTES : null;
    await answerPreview(app, { agentId: agent, callbackId: null, answer, minutes });
  }
}

async function passUntil(site: StrategySite, strategy: string, state: string): Promise<string | null> {
  const entries = async (): Promise<number> =>
    enteredIn((await site.sessions(strategy)).flatMap(({ journal }) => journal)).filter(
      (one) => one === state,
    ).length;
  const before = await entries();
  const sessions = await site.sessions(strategy);
  // A state that the last event led to at once counts; to come into it again takes a further event.
  if (sessions.some(({ journal }) => enteredIn(journal.slice(-1)).includes(state))) return null;
  const came = await site.clock.until(async () => (await entries()) > before, DAY_MS);
  return came ? null : `${state} was not entered within a day`;
}
