import { systemClock } from '../core/clock.ts';
import { systemRandom } from '../core/random.ts';
import { createDirectory } from '../simulation/directory.ts';
import { startSimulatedSwitch } from '../switch/simulated/simulated-switch.ts';

/** As the command line gives them. */
export interface SimulateWishes {
  host: string;
  port: string;
  password: string;
  door: string;
}

const TALK_MS = 20_000;
const SPEECH_RATE = 15;

/** `ringback simulate`: the simulated switch alone, until SIGINT or SIGTERM. Rejects when the port is taken. */
export async function simulate({ host, port, password, door }: SimulateWishes): Promise<void> {
  const scene = { clock: systemClock, random: systemRandom };
  const simulated = await startSimulatedSwitch({
    ...scene,
    host,
    port: Number(port),
    password,
    doors: door.split('|'),
    people: createDirectory(scene, { talkMs: TALK_MS }),
    speechRate: SPEECH_RATE,
  });
  console.log(`A simulated switch speaks the event socket of FreeSWITCH on ${host}:${simulated.port}.`);
  console.log(`Its callers and answered legs knock at ${door}. See docs/reference/simulated-switch.md.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await simulated.close();
}
