// The simulated switch in a process of its own, so that its work and its memory are not counted as Ringback's.
import { systemClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { after, between } from '../../src/simulation/scene.ts';
import type { Person } from '../../src/switch/person.ts';
import { startSimulatedSwitch } from '../../src/switch/simulated/simulated-switch.ts';
import type { FromCrowd, ToCrowd } from './crowd.ts';

const scene = { clock: systemClock, random: seededRandom(1) };
/** How long somebody in a dialog listens before the next key. */
const LISTENING_MS = [3_000, 7_000] as const;
const RING_MS = 50;
const TALK_MS = 200;

/** From a key to the next prompt, ms. */
let waits: number[] = [];
let leaving = false;

/** Answers, and hangs up soon. */
const brief: Person = {
  on: (line) => (perception) => {
    if (perception.kind === 'ringing') after(scene, RING_MS, () => line.answer());
    if (perception.kind === 'connected') after(scene, TALK_MS, () => line.hangUp());
  },
};

/** Has every prompt said again, and takes the time from the key to the first sound of the next one. */
const listener: Person = {
  on(line) {
    let thinking = false;
    let speaking = false;
    let pressed: { at: number; over: boolean } | null = null;
    const press = (): void => {
      thinking = false;
      if (leaving) line.hangUp();
      else {
        pressed = { at: performance.now(), over: speaking };
        line.press('*');
      }
    };
    return (perception) => {
      speaking = perception.kind === 'hears';
      // The rest of a prompt that the key is about to break off is no answer to it.
      if (pressed && perception.kind === 'quiet') pressed.over = false;
      if (perception.kind !== 'hears' || pressed?.over === true) return;
      if (pressed) waits.push(performance.now() - pressed.at);
      pressed = null;
      if (!thinking) after(scene, between(scene, ...LISTENING_MS), press);
      thinking = true;
    };
  },
};

const simulated = await startSimulatedSwitch({
  ...scene,
  host: '127.0.0.1',
  port: 0,
  password: 'ClueCon',
  doors: [`127.0.0.1:${process.argv[2] ?? ''}`],
  people: { at: () => brief },
  speechRate: 15,
});

process.on('message', (order: ToCrowd) => {
  if (order.kind === 'ring') ring(order.callers, order.perSecond);
  if (order.kind === 'told') {
    tell({ kind: 'waits', waits });
    waits = [];
  }
  if (order.kind === 'leave') leaving = true;
});
tell({ kind: 'open', port: simulated.port });

function ring(callers: number, perSecond: number): void {
  for (let index = 0; index < callers; index++) {
    const from = `+1202557${String(index).padStart(4, '0')}`;
    after(scene, (index * 1_000) / perSecond, () => simulated.ring(listener, { from, to: '8000' }));
  }
}

function tell(message: FromCrowd): void {
  process.send?.(message);
}
