/**
 * A target that only the agent meets for so long, ms, and then those of the target too; or the agent alone, for ever
 * (null). Without an agent it is the target itself.
 */
export function preferAgent(target: string, agentId: string, forMs: number | null): string {
  if (agentId === '') return target;
  const own = `${agentId}@.A`;
  if (forMs === null) return own;
  const others: unknown = target.trimStart().startsWith('[') ? JSON.parse(target) : [{ target }];
  return JSON.stringify([{ target: own, timeout: forMs / 1000 }, ...(others as object[])]);
}
