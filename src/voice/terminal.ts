import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Fetch } from '../voicexml/fetcher.ts';
import type { PromptSegment } from '../voicexml/platform.ts';
import { runBrowser } from '../voicexml/run-browser.ts';
import { recordingOf, TRANSFER_CHOICES, transferOf } from './terminal-choices.ts';
import { TypedAnswers } from './typed-answers.ts';
import { VirtualPlatform } from './virtual-platform.ts';

interface TerminalParts {
  /** Absolute address of the first page. */
  url: string;
  fetch: Fetch;
  clock: Clock;
  log: Logger;
  /** Shows a line. */
  print: (line: string) => void;
}

/** A person at a terminal, who is the caller. */
export interface Terminal {
  /** Presses keys at once, whatever is being said; others than `0`-`9`, `*`, `#`, `A`-`D` are none. */
  press(keys: string): void;
  /** Keys for the next time the dialog listens; null hangs up then. */
  answer(keys: string | null): void;
  hangUp(): void;
  /** How it ended, in words; never rejects. */
  readonly ended: Promise<string>;
}

/** Walks through VoiceXML pages: what a caller would hear is printed, what a person types are the caller's keys. */
export function openTerminal({ url, fetch, clock, log, print }: TerminalParts): Terminal {
  const typed = new TypedAnswers(() => platform.hangUp());
  const platform = new VirtualPlatform(clock, {
    hears(segment) {
      print(shown(segment));
      return Promise.resolve();
    },
    listened() {
      typed.take((keys) => platform.press(keys));
    },
    async records({ maxTimeMs }, stopped) {
      print(`(records for up to ${maxTimeMs / 1000} s: key how many seconds are said, 0 for none)`);
      return recordingOf(await typed.asked(stopped), maxTimeMs);
    },
    async transfers({ kind, destination }, stopped) {
      print(`(${kind} transfer to ${destination}: ${TRANSFER_CHOICES})`);
      return transferOf(await typed.asked(stopped), kind);
    },
    ended: (by) => print(by === 'page' ? '(the dialog hangs up)' : '(the caller hangs up)'),
  });
  const run = runBrowser({ platform, fetch, clock, log, url, session: {} });
  return {
    press(keys) {
      if (!typed.choose(keys)) platform.press(keys);
    },
    answer: (keys) => typed.add(keys),
    hangUp: () => platform.hangUp(),
    ended: run.ended.then(({ how, result, error }) => `${how} ${JSON.stringify(error ?? result)}`),
  };
}

function shown(segment: Exclude<PromptSegment, { kind: 'mark' }>): string {
  if (segment.kind === 'text') return segment.text;
  return segment.kind === 'file' ? `(plays ${segment.url})` : `(${segment.ms} ms of silence)`;
}
