// Statechart sessions beside SCION: 10,000 of them that take events in turn, a chart of ten states with one condition
// and one assignment an event, one thread each, nothing stored. Ours is the text of a snapshot between two events;
// SCION's has to have a script context of its own, or sessions would share their data.
import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';
import { ring } from './support/ring.ts';
import { startSessions } from './support/scxml-side.ts';

const SECONDS = 0.5;
const SESSIONS = 10_000;

await memoryAndSpeed();
await largerData();
await moreSessions();

async function memoryAndSpeed(): Promise<void> {
  const { text } = ring('80 bytes', 80);
  const ours = await startSessions('Ringback', { engine: 'ringback', text, sessions: SESSIONS }, SECONDS);
  const theirs = await startSessions('SCION', { engine: 'scion', text, sessions: SESSIONS }, SECONDS);
  judge('Events, 10,000 sessions of 80 bytes in turn', await alternate(ours, theirs), 1);
  const share = ours.bytesEach / theirs.bytesEach;
  console.log('Memory of a session');
  console.log(`  Ringback ${kilo(ours.bytesEach)} kB, SCION ${kilo(theirs.bytesEach)} kB`);
  bar('share', share, { shown: `${(share * 100).toFixed(1)} %`, most: 0.1 });
  theirs.close();
  ours.close();
}

async function largerData(): Promise<void> {
  const rings = [
    ring('1 kB of data', 1024),
    ring('6 kB of data', 6 * 1024),
    ...[80, 1024, 6 * 1024].map((bytes) =>
      ring(`${bytes} bytes, one script function an event`, bytes, 'Math.max(n + 1, 0)'),
    ),
  ];
  console.log('Events, 10,000 sessions in turn (no bar)');
  for (const { name, text } of rings) {
    const side = await startSessions(name, { engine: 'ringback', text, sessions: SESSIONS }, SECONDS);
    await side.run();
    console.log(
      `  ${name.padEnd(40)} ${Math.round(await side.run())
        .toLocaleString('en-US')
        .padStart(10)} /s`,
    );
    side.close();
  }
}

async function moreSessions(): Promise<void> {
  const { text } = ring('80 bytes', 80);
  const most = await startSessions('100,000', { engine: 'ringback', text, sessions: 100_000 }, SECONDS);
  const few = await startSessions('1,000', { engine: 'ringback', text, sessions: 1_000 }, SECONDS);
  const total = most.bytesEach * 100_000;
  console.log('\n100,000 idle sessions');
  bar('memory', total / 2 ** 30, { shown: `${Math.round(total / 2 ** 20)} MiB`, most: 1 });
  judge('Events with 100,000 sessions beside 1,000', await alternate(most, few), 1 / 1.2);
  most.close();
  few.close();
}

function kilo(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}

/** Prints a figure, and makes the process end with exit code 1 when it is over its bar. */
function bar(name: string, value: number, { shown, most }: { shown: string; most: number }): void {
  console.log(`  ${name} ${shown}, at most ${most}: ${value <= most ? 'kept' : 'MISSED'}\n`);
  if (!(value <= most)) process.exitCode = 1;
}
