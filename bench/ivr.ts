// Callers in voice dialogs at the same time, each on a line of the simulated switch (in a process of its own): what one
// waits from a key to the prompt that answers it.
import { pause } from './support/bench-switch.ts';
import { openCrowd } from './support/crowd.ts';
import { startProduct } from './support/product.ts';

const CALLERS = 500;
const PER_SECOND = 25;
const WARM_UP_MS = 8_000;
const MEASURED_MS = 15_000;

const crowd = await openCrowd();
const product = await startProduct(crowd, {});
crowd.ring(CALLERS, PER_SECOND);
await pause((CALLERS / PER_SECOND) * 1_000 + WARM_UP_MS);
await crowd.waits();
const before = process.cpuUsage();
await pause(MEASURED_MS);
const { user, system } = process.cpuUsage(before);
const waits = (await crowd.waits()).sort((a, b) => a - b);
const lines = product.ringback.app.switch.health().reduce((sum, { calls }) => sum + calls, 0);

const at = (share: number): string => (waits[Math.floor(waits.length * share)] ?? NaN).toFixed(0);
console.log(`${lines} callers in dialogs on the simulated switch, ${waits.length} keys in ${MEASURED_MS / 1_000} s
  from a key to the prompt: half within ${at(0.5)} ms, 99 % within ${at(0.99)} ms
  processor: ${((user + system) / 1_000 / waits.length).toFixed(1)} ms a key, of all threads\n`);
if (lines < CALLERS || waits.length < CALLERS) process.exitCode = 1;
crowd.leave();
await product.close();
crowd.close();
process.exit();
