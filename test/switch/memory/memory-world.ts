import { seededRandom } from '../../../src/core/random.ts';
import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import { createDirectory, type Directory } from '../../../src/simulation/directory.ts';
import type { Scene } from '../../../src/simulation/scene.ts';
import { createMemorySwitch, type MemorySwitch } from '../../../src/switch/memory/memory-switch.ts';
import type { CallEnd, DialRequest, SwitchCall, SwitchListener } from '../../../src/switch/switch.ts';

/** Writes down what the switch tells. */
export class Notebook implements SwitchListener {
  readonly calls: SwitchCall[] = [];
  readonly ends: CallEnd[] = [];
  readonly rang: string[] = [];
  readonly stale = new Set<string>();
  healthChanges = 0;
  /** Told of each call that arrives. */
  onCall: (call: SwitchCall) => void = () => undefined;

  arrived(call: SwitchCall): void {
    this.calls.push(call);
    this.onCall(call);
  }

  ringing(id: string): void {
    this.rang.push(id);
  }

  ended(end: CallEnd): void {
    this.ends.push(end);
  }

  lost(): Promise<boolean> {
    return Promise.resolve(false);
  }

  isStale(id: string): boolean {
    return this.stale.has(id);
  }

  healthChanged(): void {
    this.healthChanges++;
  }
}

export interface World {
  clock: VirtualClock;
  scene: Scene;
  people: Directory;
  switch: MemorySwitch;
  notes: Notebook;
}

/** A started switch in memory with the default directory of people; 20 characters of a prompt last a second. */
export async function memoryWorld(): Promise<World> {
  const clock = new VirtualClock();
  const scene = { clock, random: seededRandom(7) };
  const people = createDirectory(scene, { talkMs: 5000 });
  const memory = createMemorySwitch({ ...scene, people, speechRate: 20 });
  const notes = new Notebook();
  await memory.start(notes);
  return { clock, scene, people, switch: memory, notes };
}

export function dialTo(number: string, id = 'attempt-1', timeoutS = 20): DialRequest {
  return {
    id,
    to: { kind: 'number', number },
    callerId: { number: '+12025550199', name: 'Acme' },
    timeoutS,
    variables: {},
  };
}

/** A prompt of one text. */
export function prompt(text: string): { kind: 'text'; text: string; locale: string }[] {
  return [{ kind: 'text', text, locale: 'en-US' }];
}
