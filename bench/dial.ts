// Dialling through the whole product (a request, its session, commits, the dial gate, the adapter) beside a loop that
// writes bare originates to the event socket; and what a person waits for the first word after having said hello.
import { randomUUID } from 'node:crypto';

import { createCallback } from '../src/app/create-callback.ts';
import { median } from './support/alternate.ts';
import { Answers } from './support/answers.ts';
import { BareEsl } from './support/bare-esl.ts';
import { openBenchSwitch, pause, type BenchSwitch } from './support/bench-switch.ts';
import { startProduct } from './support/product.ts';
import type { Running } from './support/ringback.ts';

const SECONDS = 4;
const ROUNDS = 3;
const BAR = 0.95;
/** The detector's own window: so much silence after a hello makes it a person's. */
const WINDOW_MS = 700;
const HELLOS = 5;

const once = { _wait_for_agent: false, _max_dial_attempts: 1 };
const target = await openBenchSwitch();
const product = await startProduct(target, { ...once, _cpd_enable: false });
await measureRate(target, product);
await product.close();
await target.farEnd('answer_human');
const detecting = await startProduct(target, { ...once, _cpd_enable: true });
await measureFirstWord(target, detecting);
await detecting.close();
await target.close();
process.exit();

function ask({ ringback }: Running, index: number): void {
  // Each customer is another one: a number has few callbacks at a time.
  const _customer_number = `+1202556${String(index % 10_000).padStart(4, '0')}`;
  void createCallback(ringback.app, {
    ...{ service: 'classic', id: null, kvps: {} },
    parameters: { _customer_number },
  });
}

async function measureRate(on: BenchSwitch, running: Running): Promise<void> {
  const answers = await Answers.on(on);
  const bare = await BareEsl.open(on);
  let asked = 0;
  for (const rate of [50, 100]) {
    const found = { product: [] as number[], bare: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = await answers.rate(rate, SECONDS, () => ask(running, asked++));
      const theirs = await answers.rate(rate, SECONDS, (index) => {
        const variables = `origination_uuid=${randomUUID()},ignore_early_media=true,originate_timeout=30`;
        const dialled = on.dial.replace('{number}', String(12025560000 + index));
        void bare.send(`bgapi originate {${variables}}${dialled} &park()`);
      });
      // The first round is for compilers and caches.
      if (round === 0) continue;
      found.product.push(ours);
      found.bare.push(theirs);
    }
    const ratio = median(found.product.map((ours, round) => ours / (found.bare[round] ?? NaN)));
    const shown = (rates: number[]): string => median(rates).toFixed(1);
    console.log(`Answered calls a second on ${on.name}, ${rate} asked for
  the whole product ${shown(found.product)}, a bare loop ${shown(found.bare)}`);
    judge(ratio, rate === 50 ? BAR : null);
  }
  answers.close();
  bare.close();
}

async function measureFirstWord(on: BenchSwitch, running: Running): Promise<void> {
  const waits: number[] = [];
  const events = await BareEsl.open(on, 'CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE');
  const told = new Map<string, number>();
  events.onEvent = (json) => {
    const field = (name: string): string => new RegExp(`"${name}":"([^"]*)"`).exec(json)?.[1] ?? '';
    const [id, at] = [field('Unique-ID'), Number(field('Event-Date-Timestamp')) / 1_000];
    if (field('Application') === 'detect_silence' && field('Event-Name').endsWith('COMPLETE'))
      told.set(id, at);
    const since = told.get(id);
    if (field('Application') !== 'playback' || since === undefined) return;
    told.delete(id);
    waits.push(at - since);
    void running.ringback.app.switch.kill(id, 'NORMAL_CLEARING');
  };
  for (let index = 0; index < HELLOS; index++) {
    ask(running, 9_000 + index);
    const limit = performance.now() + 10_000;
    while (waits.length <= index && performance.now() < limit) await pause(20);
  }
  const wait = median(waits);
  console.log(`From the end of a hello to the first word, ${waits.length} calls on ${on.name}
  ${Math.round(WINDOW_MS + wait)} ms, of which ${WINDOW_MS} ms are the detector's window`);
  judge(WINDOW_MS / (WINDOW_MS + wait), null);
  events.close();
}

function judge(ratio: number, bar: number | null): void {
  const verdict = bar === null ? 'no bar' : `bar ${bar * 100} %: ${ratio >= bar ? 'kept' : 'MISSED'}`;
  console.log(`  ratio ${(ratio * 100).toFixed(1)} %, ${verdict}\n`);
  if (bar !== null && !(ratio >= bar)) process.exitCode = 1;
}
