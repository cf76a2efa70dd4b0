// The VoiceXML browser on the virtual platform: what a session takes in memory and what a turn (listen, answer, next
// page) takes of the processor, with 10, 100 and 1,000 sessions in one process; and how long the main thread is held
// up beside 200 sessions in a voice worker.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { systemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import type { KeyPress, Playback, SwitchCall } from '../src/switch/switch.ts';
import { plainSounds } from '../src/voice/sounds.ts';
import { VirtualPlatform } from '../src/voice/virtual-platform.ts';
import { createVoiceRunner } from '../src/voice/voice-runner.ts';
import type { Fetch } from '../src/voicexml/fetcher.ts';
import { runBrowser, type BrowserRun } from '../src/voicexml/run-browser.ts';
import { median } from './support/alternate.ts';

const SIZES = [10, 100, 1_000] as const;
const MOST_COST = 1.2;
const MOST_LAG_MS = 20;
const ROUNDS = 5;
const TURNS_A_ROUND = 1_000;
/** Turns of each session before it is measured: by then it has compiled what its pages evaluate. */
const WARM_UP_TURNS = 3;
const LAG_SESSIONS = 200;
const LAG_SECONDS = 5;
/** One key of each caller in so long. */
const THINKING_MS = 2_000;
const ADDRESS = 'http://bench.internal/menu';

/** A menu as our dialogs have it; every answer leads to a page of its own. */
function menuPage(number: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<vxml xmlns="http://www.w3.org/2001/vxml" version="2.1" xml:lang="en-US">
<property name="inputmodes" value="dtmf"/><property name="universals" value="none"/>
<property name="timeout" value="600s"/><property name="termchar" value="#"/>
<var name="event" expr="''"/><var name="leaving" expr="false"/>
<catch event="connection.disconnect"><exit/></catch>
<form><field name="answer"><grammar version="1.0" mode="dtmf" root="key" type="application/srgs+xml"><rule id="key" scope="public">
<one-of><item>1</item><item>2</item></one-of></rule></grammar>
<prompt>You would wait about ${number} minutes. To be called back, press 1. To stay on the line, press 2.</prompt>
<noinput count="1"><reprompt/></noinput><nomatch count="1"><reprompt/></nomatch>
<filled><submit next="/menu" method="post" namelist="answer"/></filled></field></form></vxml>`;
}

const served = Array.from({ length: 50 }, (_, number) => menuPage(number));
let asked = 0;
const nextPage = (): string => served[asked++ % served.length] ?? '';

const fetchPage: Fetch = ({ url }) =>
  Promise.resolve({
    status: 200,
    headers: { 'content-type': 'application/voicexml+xml', 'cache-control': 'no-store' },
    body: nextPage(),
    url,
  });

/** A session that waits for a key. */
interface Session {
  run: BrowserRun;
  /** Presses 1; resolves when the next page listens. */
  turn(): Promise<void>;
}

async function openSession(): Promise<Session> {
  let listening = Promise.withResolvers<undefined>();
  const platform = new VirtualPlatform(systemClock, {
    hears: () => Promise.resolve(),
    listened: () => listening.resolve(undefined),
    ended: () => undefined,
  });
  const parts = {
    platform,
    fetch: fetchPage,
    clock: systemClock,
    log: silentLogger,
    url: ADDRESS,
    session: {},
  };
  const run = runBrowser(parts);
  await listening.promise;
  return {
    run,
    async turn() {
      listening = Promise.withResolvers<undefined>();
      platform.press('1');
      await listening.promise;
    },
  };
}

/** Microseconds of processor time a turn. */
async function costOf(sessions: readonly Session[]): Promise<number> {
  const before = process.cpuUsage();
  for (let turn = 0; turn < TURNS_A_ROUND; turn++) await sessions[turn % sessions.length]?.turn();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / TURNS_A_ROUND;
}

function memoryBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

async function measureSessions(): Promise<void> {
  await costOf([await openSession()]);
  const before = memoryBytes();
  const sessions: Session[] = [];
  while (sessions.length < Math.max(...SIZES)) sessions.push(await openSession());
  const bytes = (memoryBytes() - before) / sessions.length;
  for (let turn = 0; turn < WARM_UP_TURNS; turn++) for (const session of sessions) await session.turn();
  const costs = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  // In turn, there and back: what disturbs the machine for a while disturbs all of them.
  for (let round = 0; round <= ROUNDS; round++)
    for (const size of round % 2 === 0 ? SIZES : [...SIZES].reverse()) {
      const cost = await costOf(sessions.slice(0, size));
      if (round > 0) costs.get(size)?.push(cost);
    }
  console.log(`Voice sessions: ${Math.round(bytes / 1024)} KiB each, ${sessions.length} in one process`);
  for (const [size, found] of costs)
    console.log(
      `  ${String(size).padStart(5)} sessions ${Math.round(median(found)).toLocaleString('en-US').padStart(7)} µs of CPU a turn`,
    );
  const [few = [], , many = []] = [...costs.values()];
  keep(
    'cost of a turn, 1,000 beside 10 sessions',
    median(many.map((cost, index) => cost / (few[index] ?? NaN))),
    MOST_COST,
  );
  for (const { run } of sessions) run.stop();
  await Promise.all(sessions.map(({ run }) => run.ended));
}

/** A caller who presses 1 again and again. */
function pressingCall(index: number): SwitchCall {
  let listener: (press: KeyPress) => void = () => undefined;
  const press = (delayMs: number): void => {
    systemClock.at(systemClock.now() + delayMs, () => {
      listener({ key: '1', at: systemClock.now() });
      press(THINKING_MS);
    });
  };
  press((index * THINKING_MS) / LAG_SESSIONS);
  const playback: Playback = { done: Promise.resolve({ kind: 'played' }), stop: () => Promise.resolve() };
  return {
    ...{ id: String(index), switchName: 'bench', direction: 'inbound', from: '', to: '', userData: {} },
    ...{ answered: true, ended: false, onEnd: () => undefined, play: () => playback },
    onKey(given) {
      listener = given;
      return () => undefined;
    },
    answer: () => Promise.resolve('answered'),
    detect: () => Promise.resolve('person'),
    afterBeep: () => Promise.resolve('beep'),
    bridge: () => Promise.resolve({ kind: 'bridged' }),
    confer: () => Promise.resolve({ kind: 'joined' }),
    record: () => ({
      done: Promise.resolve({ kind: 'nothing', end: 'hangup' }),
      stop: () => Promise.resolve(),
    }),
    transfer: () => ({ done: Promise.resolve({ kind: 'call-ended' }), stop: () => Promise.resolve() }),
    attach: () => Promise.resolve('attached'),
    reject: () => Promise.resolve(),
    hangup: () => Promise.resolve(),
  };
}

async function measureLag(): Promise<void> {
  let pages = 0;
  const runner = await createVoiceRunner({
    threads: 1,
    clock: systemClock,
    log: silentLogger,
    sounds: plainSounds,
    fetch() {
      pages++;
      const headers = { 'Content-Type': 'application/voicexml+xml', 'Cache-Control': 'no-store' };
      return Promise.resolve({ status: 200, headers, body: nextPage() });
    },
  });
  for (let index = 0; index < LAG_SESSIONS; index++) runner.run(pressingCall(index), '/menu', {});
  await new Promise((resolve) => setTimeout(resolve, 2 * THINKING_MS)); // until all have begun
  const lag = monitorEventLoopDelay({ resolution: 1 });
  const before = pages;
  lag.enable();
  await new Promise((resolve) => setTimeout(resolve, LAG_SECONDS * 1_000));
  lag.disable();
  const turns = Math.round((pages - before) / LAG_SECONDS);
  const [half, most, longest] = [lag.percentile(50), lag.percentile(99), lag.max].map((ns) =>
    (ns / 1e6).toFixed(1),
  );
  console.log(
    `Main thread beside ${LAG_SESSIONS} sessions, ${turns} turns a second: held up ${half} ms at the median, ${longest} ms at most`,
  );
  keep('lag of the main thread, ms, 99 % of the time', Number(most), MOST_LAG_MS);
  await runner.close();
}

function keep(what: string, value: number, bar: number): void {
  const kept = value <= bar;
  console.log(`  ${what}: ${value.toFixed(2)}, bar ${bar}: ${kept ? 'kept' : 'MISSED'}\n`);
  if (!kept) process.exitCode = 1;
}

await measureSessions();
await measureLag();
process.exit();
