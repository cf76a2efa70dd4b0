import { median, type Comparison } from './alternate.ts';

/** Prints a comparison. With a `bar`, a median ratio below it makes the process end with exit code 1. */
export function judge(title: string, { ours, peers, ratios }: Comparison, bar: number | null): void {
  const ratio = median(ratios);
  console.log(title);
  for (const { name, perSecond } of [ours, ...peers])
    console.log(`  ${name.padEnd(40)} ${Math.round(perSecond).toLocaleString('en-US').padStart(10)} /s`);
  const range = `five rounds, ${shown(Math.min(...ratios))} to ${shown(Math.max(...ratios))}`;
  const verdict = bar === null ? 'no bar' : `bar ${shown(bar)}: ${ratio >= bar ? 'kept' : 'MISSED'}`;
  console.log(`  ratio ${shown(ratio)} (${range}), ${verdict}\n`);
  if (bar !== null && !(ratio >= bar)) process.exitCode = 1;
}

/** A percentage, or from ten times on how many times. */
function shown(ratio: number): string {
  return ratio < 10 ? `${Math.round(ratio * 100)} %` : `${Math.round(ratio)} times`;
}
