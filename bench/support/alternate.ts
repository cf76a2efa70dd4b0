/** Something whose speed is measured: for a short while; resolves to how much it did a second. */
export interface Side {
  name: string;
  run(): Promise<number>;
}

/** What one side did a second, median of the rounds. */
interface Rate {
  name: string;
  perSecond: number;
}

export interface Comparison {
  ours: Rate;
  peers: Rate[];
  /** Ours divided by the slowest peer's, of each round. */
  ratios: number[];
}

const ROUNDS = 5;
/** Rounds before them, until code is compiled and connections are warm. */
const WARM_UP = 4;
const SLICES = 3;

/**
 * Measures all sides in turn: five rounds, each of slices that alternate, there and back. What disturbs the machine
 * for a while disturbs all of them.
 */
export async function alternate(ours: Side, ...peers: Side[]): Promise<Comparison> {
  const sides = [ours, ...peers];
  for (let count = 0; count < WARM_UP; count++) await round(sides);
  const rounds: number[][] = [];
  for (let count = 0; count < ROUNDS; count++) rounds.push(await round(sides));
  const [first = { name: '', perSecond: NaN }, ...others] = sides.map(({ name }, index) => ({
    name,
    perSecond: median(rounds.map((rates) => rates[index] ?? NaN)),
  }));
  const ratios = rounds.map(([own = NaN, ...theirs]) => own / Math.min(...theirs));
  return { ours: first, peers: others, ratios };
}

/** What each side did a second. */
async function round(sides: Side[]): Promise<number[]> {
  const rates = sides.map(() => 0);
  for (let slice = 0; slice < SLICES; slice++) {
    const order = [...sides.entries()];
    if (slice % 2 === 1) order.reverse();
    for (const [index, side] of order) rates[index] = (rates[index] ?? 0) + (await side.run()) / SLICES;
  }
  return rates;
}

/** The middle of an odd number of values, the mean of the two in the middle of an even one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
}
