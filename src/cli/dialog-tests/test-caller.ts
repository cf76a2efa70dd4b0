import type { VirtualClock } from '../../core/virtual-clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { JsonObject } from '../../core/json.ts';
import { createOwnFetch, pageAddress } from '../../voice/own-fetch.ts';
import { recordingOf } from '../../voice/terminal-choices.ts';
import { VirtualPlatform } from '../../voice/virtual-platform.ts';
import { runBrowser } from '../../voicexml/run-browser.ts';
import type { PageServer } from '../../dialog/page-server.ts';

/** Longer than any dialog waits. */
const LONGEST_MS = 3_600_000;

/** A caller in code: hears what the real browser plays of the real pages. */
export interface TestCaller {
  /** What was heard until the dialog listens, or is over. */
  next(): Promise<{ heard: string[]; over: boolean }>;
  press(keys: string): void;
  /** Says something for so long, into a recording that waits for it. */
  say(ms: number): void;
  hangUp(): void;
  /** From here on no page can be had. */
  loseServer(): void;
  /** What the browser said of its end. */
  end(): { how: string; result: JsonObject; error: string | null } | null;
}

/** Tells which pairs are to go with the call. */
class NotingPlatform extends VirtualPlatform {
  readonly #attached: (pairs: Record<string, string>) => void;

  constructor(
    attached: (pairs: Record<string, string>) => void,
    ...parts: ConstructorParameters<typeof VirtualPlatform>
  ) {
    super(...parts);
    this.#attached = attached;
  }

  override attach(pairs: Record<string, string> = {}): Promise<void> {
    this.#attached(pairs);
    return Promise.resolve();
  }
}

/** Puts the browser on a call whose first page is at `path`. */
export function testCaller(
  pages: Pick<PageServer, 'handle'>,
  path: string,
  clock: VirtualClock,
  attached: (pairs: Record<string, string>) => void = () => undefined,
): TestCaller {
  let heard: string[] = [];
  let listening = false;
  let end: ReturnType<TestCaller['end']> = null;
  let speak: (ms: number) => void = () => undefined;
  const platform = new NotingPlatform(attached, clock, {
    hears(segment) {
      if (segment.kind === 'text') heard.push(segment.text.replace(/\s+/g, ' ').trim());
      // What a caller said stands in a prompt, among words.
      else if (segment.kind === 'file' && !segment.url.includes('/vxml/said/')) heard.push(segment.url);
      return Promise.resolve();
    },
    listened: () => void (listening = true),
    async records({ timeoutMs, maxTimeMs }, stopped) {
      listening = true;
      const spoken = new Promise<number>((resolve) => {
        speak = resolve;
        clock.at(clock.now() + (timeoutMs ?? maxTimeMs), () => resolve(0));
      });
      const answer = await Promise.race([spoken, stopped]);
      return recordingOf(typeof answer === 'string' ? answer : String(answer / 1000), maxTimeMs);
    },
    ended: () => undefined,
  });
  const elsewhere = (): Promise<never> => Promise.reject(new Error('a test fetches nothing from elsewhere'));
  let lost = false;
  const fetch = createOwnFetch(
    (request) => (lost ? Promise.reject(new Error('the server is lost')) : pages.handle(request)),
    elsewhere,
  );
  const url = pageAddress(path);
  const run = runBrowser({ platform, fetch, clock, log: silentLogger, url, session: {} });
  void run.ended.then((ended) => (end = ended));
  return {
    async next() {
      await clock.until(() => listening || end !== null, LONGEST_MS);
      await clock.settle();
      const now = { heard, over: end !== null };
      [heard, listening] = [[], false];
      return now;
    },
    press: (keys) => platform.press(keys),
    say: (ms) => speak(ms),
    hangUp: () => platform.hangUp(),
    loseServer: () => void (lost = true),
    end: () => end,
  };
}
