import supertest, { type Response } from 'supertest';

import { completeOptions } from '../../../src/callback/options.ts';
import { scenarios, type ScenarioName } from '../../../src/callback/scenarios.ts';
import { setAgentState } from '../../../src/app/set-agent-state.ts';
import { World, type WorldOptions } from '../../support/world.ts';

export const ACCESS_NUMBER = '+12025550111';
/** Where the switch delivers calls for it. */
export const ACCESS_POINT = '8100';

/** A Ringback whose service has that scenario, with a number that customers may call. */
export function scenarioWorld(
  name: ScenarioName,
  options: Record<string, string | number | boolean> = {},
  around: WorldOptions = {},
): Promise<World> {
  const { strategy, options: defaults } = scenarios[name];
  const { options: merged, problems } = completeOptions({ ...defaults, ...options });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return World.create({
    ...around,
    service: { strategy, accessNumber: ACCESS_NUMBER, options: merged },
    routingPoints: [{ number: ACCESS_POINT, service: 'classic', strategy: 'access', language: null }],
  });
}

/** Posts to the Genesys API as an app does. */
export async function post(world: World, path: string, body: object = {}): Promise<Response> {
  return supertest(world.ringback.http).post(`/genesys/1/service/${path}`).send(body);
}

/** Books a callback; resolves with the answer. */
export async function start(world: World, number: string, parameters: object = {}): Promise<Answer> {
  const { status, body } = await post(world, 'callback/classic', { _customer_number: number, ...parameters });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Answer;
}

export interface Answer extends Record<string, string | undefined> {
  _id: string;
}

export function agentComes(world: World): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to: 'ready', reason: null });
}
