import { median, type Comparison } from './alternate.ts';

/** Prints a comparison. With a `bar`, a median ratio below it makes the process end with exit code 1. */
export function judge(title: string, comparison: Comparison, bar: number | null): void {
  const { ours, peer, ratios, rates } = comparison;
  const ratio = median(ratios);
  const range = `${percent(Math.min(...ratios))} to ${percent(Math.max(...ratios))}`;
  console.log(title);
  console.log(`  ${ours.name.padEnd(40)} ${perSecond(rates.ours)}`);
  console.log(`  ${peer.name.padEnd(40)} ${perSecond(rates.peer)}`);
  const verdict = bar === null ? 'no bar' : `bar ${percent(bar)}: ${ratio >= bar ? 'kept' : 'MISSED'}`;
  console.log(`  ratio ${percent(ratio)} (five rounds, ${range}), ${verdict}\n`);
  if (bar !== null && ratio < bar) process.exitCode = 1;
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en-US').padStart(10)} /s`;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
