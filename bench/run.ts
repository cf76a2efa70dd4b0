// Runs every comparison, one after the other; ends with exit code 1 when one missed its bar or failed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMPARISONS = [
  'static-page',
  'step-page',
  'api',
  'store',
  'store-redis',
  'store-scale',
  'scxml',
  'scxml-hostile',
  'strategy',
  'esl-peer',
  'dial',
  'call-memory',
  'ivr',
  'grammar',
  'voice',
  'ewt',
  'dialogs',
  'routing',
];

const failed = COMPARISONS.filter((name) => {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  return spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0;
});
console.log(failed.length === 0 ? 'Every bar was kept.' : `Not as it should be: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
