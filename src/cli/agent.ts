import { stateInWords, type AgentRow } from '../routing/state.ts';
import { Refusal, type Client } from './client.ts';

const states: Record<string, string> = { ready: 'ready', 'not-ready': 'not-ready', logout: 'logged-out' };

/** `ringback agent ready 1001`. */
export async function setAgent(
  client: Client,
  wanted: { state: string; agent: string; reason?: string },
): Promise<void> {
  const state = states[wanted.state];
  if (!state)
    throw new Refusal(`An agent can be set to ${Object.keys(states).join(', ')}, not to "${wanted.state}".`);
  const path = `/api/v1/agents/${encodeURIComponent(wanted.agent)}`;
  const row = (await client.send('POST', path, { state, reason: wanted.reason ?? null })) as AgentRow;
  const later = row.afterCall ? `, and ${stateInWords(row.afterCall)} after the call` : '';
  console.log(`agent ${wanted.agent} is ${stateInWords(row)}${later}`);
}
