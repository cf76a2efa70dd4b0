import { uncovered, type WaitInputs } from './wait-inputs.ts';

/**
 * Expected wait in seconds as Genesys reckons it; null when the mode cannot know. GMS, EWT modes (`aqt`):
 * - 1 (`urs`): the speed of the queue over the last 32 callers times those who wait; agents do not count
 * - 2 (`urs2`): the same for those who find nobody ready, with the agents who made that speed against those there
 *   are now; without a speed as mode 3
 * - 3 (`stat`), Stat Server: handle time times those who find nobody ready, by the agents
 */
export function genesysWait(mode: 1 | 2 | 3, inputs: WaitInputs): number | null {
  const { ahead, agents, served } = inputs;
  const interval = served.intervalMs === null ? null : served.intervalMs / 1000;
  if (mode === 1) return interval === null ? null : ahead * interval;
  if (agents === 0) return null;
  if (mode === 2 && interval !== null) return (uncovered(inputs) * interval * served.agents) / agents;
  return (uncovered(inputs) * inputs.handleMs) / agents / 1000;
}
