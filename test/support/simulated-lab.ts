import { seededRandom } from '../../src/core/random.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createDirectory, type Directory } from '../../src/simulation/directory.ts';
import { after, type Scene } from '../../src/simulation/scene.ts';
import type { Perception, Person, PhoneLine } from '../../src/switch/person.ts';
import type { IncomingCall, Ring } from '../../src/switch/simulated/line/exchange.ts';
import { statusOfCause } from '../../src/switch/simulated/line/sip-cause.ts';
import { recordingMs } from '../../src/switch/simulated/recording.ts';
import { startSimulatedSwitch, type SimulatedSwitch } from '../../src/switch/simulated/simulated-switch.ts';
import { fastClock } from './fast-clock.ts';
import { freePort } from './free-port.ts';
import { farEndNamed } from './simulated-far-ends.ts';
import type { Phone, TelephoneLab } from './telephone-lab.ts';

const SPEED = 4;
const TALK_MS = 20_000;
const FIRST_PHONE = 20_001;

/** The simulated switch, and people who behave like the lab's phones, four times as fast. */
export class SimulatedLab implements TelephoneLab {
  readonly clock: Clock;
  readonly eslPort: number;
  readonly doorPorts: readonly [number, number];
  readonly #scene: Scene;
  readonly #people: Directory;
  /** Of all switches there were: one that dies takes its own count along. */
  readonly #rings: Ring[] = [];
  #switch!: SimulatedSwitch;
  #phones = 0;

  /** `first`: another one whose world of people and doors this one shares. */
  static async start(first?: SimulatedLab, pace = { speed: SPEED, talkMs: TALK_MS }): Promise<SimulatedLab> {
    const clock = fastClock(pace.speed);
    const scene = first ? first.#scene : { clock, random: seededRandom(5) };
    const lab = new SimulatedLab(
      scene,
      first ? first.#people : createDirectory(scene, { talkMs: pace.talkMs }),
      {
        esl: await freePort(),
        doors: first?.doorPorts ?? [await freePort(), await freePort()],
      },
    );
    await lab.#start();
    return lab;
  }

  private constructor(
    scene: Scene,
    people: Directory,
    ports: { esl: number; doors: readonly [number, number] },
  ) {
    this.eslPort = ports.esl;
    this.doorPorts = ports.doors;
    this.clock = scene.clock;
    this.#scene = scene;
    this.#people = people;
  }

  farEnd(name: string): Promise<Phone> {
    const number = String(FIRST_PHONE + this.#phones++);
    const { person, ...phone } = noticing(farEndNamed(this.#scene, name));
    this.#people.register(number, person);
    const rung = (): Ring | undefined => this.rings().findLast((ring) => ring.phone === number);
    const header = (name: string): string | null => rung()?.headers[name] ?? null;
    return Promise.resolve({ ...phone, header, dialString: `sofia/internal/${number}@127.0.0.1` });
  }

  call(number: string, from: string, audio: string[], headers: string[] = []): Phone {
    return this.#call({ to: number, from, userData: pairsOf(headers) }, (line) =>
      plays(this.#scene, line, audio),
    );
  }

  callAndLeave(number: string): Phone {
    return this.#call({ to: number, from: '15551230001' }, (line) =>
      after(this.#scene, 5_000, () => line.hangUp()),
    );
  }

  /** The customers' own count. */
  rings(): Ring[] {
    return [...this.#rings, ...this.#switch.rings()];
  }

  async restart(): Promise<void> {
    this.#rings.push(...this.#switch.rings());
    await this.#switch.close();
    await this.#start();
  }

  stop(): Promise<void> {
    return this.#switch.close();
  }

  #call(incoming: IncomingCall, onAnswer: (line: PhoneLine) => void): Phone {
    const { person, ...phone } = noticing({
      on: (line) => (perception) => {
        if (perception.kind === 'connected') onAnswer(line);
      },
    });
    const id = this.#switch.ring(person, incoming);
    return { ...phone, header: (name) => this.#switch.toldCaller(id)[name] ?? null, dialString: '' };
  }

  async #start(): Promise<void> {
    this.#switch = await startSimulatedSwitch({
      ...this.#scene,
      host: '127.0.0.1',
      port: this.eslPort,
      password: 'ClueCon',
      doors: this.doorPorts.map((port) => `127.0.0.1:${port}`),
      people: this.#people,
      speechRate: 15,
    });
  }
}

/** A person, and what a SIP phone in their place would have been asked. */
function noticing(behind: Person): Omit<Phone, 'dialString' | 'header'> & { person: Person } {
  const heard: string[] = [];
  const ended = Promise.withResolvers<number | null>();
  const person: Person = {
    on(line) {
      const own = { byItself: false, answered: false };
      const perceive = behind.on(itsOwnDoing(line, () => (own.byItself = true)));
      return (perception) => {
        if (perception.kind === 'connected') own.answered = true;
        const asked = requestOf(line.role, perception, own);
        if (asked) heard.push(asked);
        if (perception.kind === 'hung-up') ended.resolve(0);
        perceive(perception);
      };
    },
  };
  return { person, ended: ended.promise, heard: () => [...heard] };
}

function requestOf(
  role: PhoneLine['role'],
  perception: Perception,
  own: { byItself: boolean; answered: boolean },
): string | null {
  if (perception.kind === 'ringing') return 'INVITE';
  if (perception.kind === 'connected') return role === 'caller' ? '200' : null;
  if (perception.kind !== 'hung-up' || own.byItself) return null;
  if (own.answered) return 'BYE';
  return role === 'caller' ? String(statusOfCause(perception.cause)) : 'CANCEL';
}

/** The same line; `ending` is told when the person ends it. */
function itsOwnDoing(line: PhoneLine, ending: () => void): PhoneLine {
  return {
    ...{ id: line.id, role: line.role, own: line.own, other: line.other },
    answer: () => line.answer(),
    press: (key) => line.press(key),
    progress: () => line.progress(),
    speak: (ms) => line.speak(ms),
    tone: (tone, ms) => line.tone(tone, ms),
    reject(...refusal) {
      ending();
      line.reject(...refusal);
    },
    hangUp() {
      ending();
      line.hangUp();
    },
  };
}

function pairsOf(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(headers.map((header) => header.split(': ', 2) as [string, string]));
}

/** `sil:4` is a pause of 4 s, `dtmf:12` keys, anything else a WAV file with speech. */
function plays(scene: Scene, line: PhoneLine, audio: readonly string[]): void {
  let atMs = 0;
  for (const segment of audio) {
    const [, kind, value = ''] = /^(sil|dtmf):(.*)$/.exec(segment) ?? [];
    if (kind === 'sil') atMs += Number(value) * 1_000;
    for (const key of kind === 'dtmf' ? value : '') {
      after(scene, atMs, () => line.press(key));
      atMs += 280;
    }
    if (kind !== undefined) continue;
    const ms = recordingMs(segment) ?? 0;
    after(scene, atMs, () => line.speak(ms));
    atMs += ms;
  }
}
