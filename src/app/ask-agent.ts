import { isRingbackError } from '../core/errors.ts';
import { contentHash } from '../core/ids.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { NOT_READY_REASONS } from '../callback/agent-rules.ts';
import type { AgentConfiguration } from '../callback/configuration.ts';
import { heldIn, type HeldAgent } from '../routing/held-agent.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { DISPOSITION_KEY, disposeCall } from './dispose-call.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';
import { requestAgentState, type AgentStateRequest } from './set-agent-state.ts';

interface Asked {
  run: DialogRun;
  values: JsonObject;
}

/** Wrong PINs in one call before it is ended. */
const MOST_WRONG = 3;

/**
 * Is it the PIN of the agent with that number (`agentNumber`: the id, or the number of the phone)? `agent` is the
 * agent then. Too many wrong ones, in this call or for this number in a quarter of an hour: nobody is let in.
 */
export async function askSignIn(app: App, { values }: Asked): Promise<Answer> {
  const [number, pin] = [textOf(values['agentNumber']), textOf(values['pin'])];
  const wrongBefore = typeof values['wrongPins'] === 'number' ? values['wrongPins'] : 0;
  const now = app.clock.now();
  const setting = agentOf(app, number);
  const right = setting?.pin != null && contentHash(setting.pin) === contentHash(pin);
  const locked = wrongBefore >= MOST_WRONG || app.pinTries.isLocked(number, now);
  if (right && !locked) {
    const agent = await agentNow(app, setting.id);
    if (agent) return { outcome: 'in', values: { agent, wrongPins: 0 } };
  }
  app.pinTries.noteWrong(number, now);
  const wrongPins = wrongBefore + 1;
  return {
    outcome: locked || wrongPins >= MOST_WRONG ? 'locked' : 'wrong',
    values: { agent: null, wrongPins },
  };
}

/** How the agent who signed in stands: `agent`. `engaged`: with a call, or the work after it. */
export async function askAgentNow(app: App, { values }: Asked): Promise<Answer> {
  const agent = await agentNow(app, signedIn(values));
  if (!agent) return { outcome: 'gone', values: {} };
  const { state } = agent;
  const known = ['ready', 'not-ready', 'logged-out'].find((one) => one === state);
  return { outcome: known ?? 'engaged', values: { agent } };
}

/** Gives the agent who signed in the `state`, with the `reason`. */
export async function askAgentState(app: App, { values }: Asked): Promise<Answer> {
  const to = textOf(values['state']) as AgentStateRequest['to'];
  const request = { agentId: signedIn(values), to, reason: textOf(values['reason']) || null };
  return takenOr('refused', () => requestAgentState(app, request));
}

/** Reasons of this site besides the usual ones: `choices` with a `name`. */
export function askReasons(app: App): Promise<Answer> {
  const { reasons } = app.config().agentRules;
  return Promise.resolve(named(reasons.filter((reason) => !NOT_READY_REASONS.includes(reason))));
}

/** Codes for the newest conversation: `choices` with a `name`; none when there was none. */
export async function askDispositions(app: App, { values }: Asked): Promise<Answer> {
  const held = await heldNow(app, signedIn(values));
  const talked = held !== null && (held.agent.state === 'busy' || held.agent.last !== undefined);
  return named(talked ? app.config().agentRules.dispositions : []);
}

/** Notes the chosen `code` for the newest conversation. */
export async function askDispose(app: App, { values }: Asked): Promise<Answer> {
  const held = await heldNow(app, signedIn(values));
  const code = textOf((values['code'] as JsonObject | null)?.['name']);
  return held === null
    ? { outcome: 'none', values: {} }
    : takenOr('none', () => disposeCall(app, held, code));
}

async function takenOr(refused: string, work: () => Promise<void>): Promise<Answer> {
  try {
    await work();
    return { outcome: 'taken', values: {} };
  } catch (error) {
    if (isRingbackError(error, 'BAD_REQUEST') || isRingbackError(error, 'AGENT_UNKNOWN'))
      return { outcome: refused, values: {} };
    throw error;
  }
}

/** What the dialog knows of an agent; null when there is none of that id. */
async function agentNow(app: App, agentId: string): Promise<JsonObject | null> {
  const held = await heldNow(app, agentId);
  if (!held) return null;
  const { id, name, state, reason } = held.agent;
  return { id, name, state, reason, toDispose: await hasToDispose(app, held) };
}

/** Talked last with somebody for whom there is no code yet, although there are codes. */
async function hasToDispose(app: App, { agent }: HeldAgent): Promise<boolean> {
  const { last } = agent;
  if (!last || app.config().agentRules.dispositions.length === 0) return false;
  const { callbacks, interactions } = app.store;
  const talked = await (last.kind === 'callback'
    ? callbacks.get(last.entryId)
    : interactions.get(last.entryId));
  return talked !== null && !(DISPOSITION_KEY in talked.userData);
}

async function heldNow(app: App, agentId: string): Promise<HeldAgent | null> {
  return heldIn(await app.store.routing.load(), agentId);
}

function agentOf(app: App, number: string): AgentConfiguration | undefined {
  const { agents } = app.config();
  const numberOf = (phone: string): string => phone.slice(phone.lastIndexOf('/') + 1);
  return agents.find(({ id }) => id === number) ?? agents.find(({ phone }) => numberOf(phone) === number);
}

function signedIn(values: JsonObject): string {
  const { agent } = values;
  return typeof agent === 'object' && agent !== null && !Array.isArray(agent) ? textOf(agent['id']) : '';
}

function named(names: readonly string[]): Answer {
  const choices = names.map((name) => ({ name }));
  return { outcome: choices.length > 0 ? 'some' : 'none', values: { choices } };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
