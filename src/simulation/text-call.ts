import type { Perception, Person, PhoneLine } from '../switch/person.ts';
import type { Directory } from './directory.ts';
import { after, type Scene } from './scene.ts';
import { parseKeys, textPhone } from './text-phone.ts';

/** How long a text phone waits to be called back after its own call has ended, ms. */
const PATIENCE_MS = 120_000;
const TELEPHONE_NUMBER = /^\d{7,}#?$/;

interface World {
  directory: Directory;
  ring(person: Person, call: { from: string; to: string }): unknown;
}

/**
 * Rings `to` from a text phone and yields what happens, a line each: what is heard, what is pressed, the call
 * that comes back. Ends with `connected` when an agent is on the line, or with why there is none.
 * @throws BAD_REQUEST for keys that are none.
 */
export async function* textCall(
  scene: Scene,
  world: World,
  request: { to: string; from: string; keys: string },
  signal: AbortSignal,
): AsyncGenerator<string> {
  const lines = new Lines();
  const keys = parseKeys(request.keys);
  const phone = textPhone(scene, {
    keys,
    onPress: (_line, key) => lines.push(`  you press ${key}`),
    onPerception: (line, perception) => report(scene, lines, line, perception),
  });
  // Whoever keys another number to be called at is reached there.
  const numbers = [request.from, ...keys.filter((token) => TELEPHONE_NUMBER.test(token))];
  const unregister = numbers.map((number) => world.directory.register(number, phone));
  const leave = (): void => {
    phone.press('hangup');
    lines.end();
  };
  signal.addEventListener('abort', leave);
  try {
    lines.push(`you ring ${request.to} from ${request.from}`);
    world.ring(phone, request);
    yield* lines.read();
  } finally {
    signal.removeEventListener('abort', leave);
    for (const leaveNumber of unregister) leaveNumber();
  }
}

function report(scene: Scene, lines: Lines, line: PhoneLine, perception: Perception): void {
  switch (perception.kind) {
    case 'ringing':
      if (line.role === 'called') lines.push('your phone rings');
      return;
    case 'connected':
      lines.push(line.role === 'called' ? 'you answer' : 'the call is answered');
      return;
    case 'hears':
      if (perception.sound.kind === 'text') lines.push(`  you hear: ${perception.sound.text}`);
      else if (perception.sound.kind === 'music') lines.push('  you hear music');
      else lines.push(`  you hear the recording ${perception.sound.path}`);
      return;
    case 'joined':
      lines.push('connected');
      lines.end();
      return;
    case 'hung-up':
      lines.push(`the call ends (${perception.cause})`);
      if (line.role === 'called') return;
      after(scene, PATIENCE_MS, () => {
        lines.push('nobody called back');
        lines.end();
      });
      return;
    case 'quiet':
      return;
  }
}

/** Lines that are written when something happens and read when somebody asks. */
class Lines {
  readonly #waiting: string[] = [];
  #ended = false;
  #wake: (() => void) | null = null;

  push(line: string): void {
    if (this.#ended) return;
    this.#waiting.push(line);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *read(): AsyncGenerator<string> {
    for (;;) {
      const line = this.#waiting.shift();
      if (line !== undefined) yield line;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
