/** Something whose speed is measured: once, for a while; resolves to how much it did a second. */
export interface Side {
  name: string;
  run(): Promise<number>;
}

export interface Comparison {
  ours: Side;
  peer: Side;
  /** Ours divided by the peer's, of each round. */
  ratios: number[];
  /** Medians, a second. */
  rates: { ours: number; peer: number };
}

const ROUNDS = 5;

/**
 * Measures both sides in turn, five rounds after one to warm up, and changes who begins. What disturbs the machine
 * for a while disturbs both.
 */
export async function alternate(ours: Side, peer: Side): Promise<Comparison> {
  const rounds: { ours: number; peer: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const rates = { ours: 0, peer: 0 };
    if (round % 2 === 0) rates.ours = await ours.run();
    rates.peer = await peer.run();
    if (round % 2 === 1) rates.ours = await ours.run();
    if (round > 0) rounds.push(rates);
  }
  return {
    ours,
    peer,
    ratios: rounds.map((rates) => rates.ours / rates.peer),
    rates: {
      ours: median(rounds.map((rates) => rates.ours)),
      peer: median(rounds.map((rates) => rates.peer)),
    },
  };
}

/** The middle of an odd number of values, the mean of the two in the middle of an even one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
}
