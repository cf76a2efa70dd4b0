import { channelId } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { EslReply } from './esl-replies.ts';

/** What an operator's tone stands for that comes in place of a final answer; any other means nothing before an answer. */
const causes: readonly [pattern: RegExp, cause: string][] = [
  // Which of them it is cannot be told: no such number, or no line to it.
  [/^SIT/i, 'NO_ROUTE_DESTINATION'],
  [/^BUSY/i, 'USER_BUSY'],
  [/^(REORDER|CONGESTION)/i, 'NORMAL_CIRCUIT_CONGESTION'],
];

/**
 * Listens to what the network says while a leg rings. Some operators play a busy tone or special information tones
 * until the caller hangs up, and send no answer in SIP: the leg is ended then, with the cause that it would have had.
 */
export class EarlyTones {
  readonly #descriptor: string;
  readonly #api: (name: string, ...words: string[]) => Promise<EslReply>;
  #ringing = new Set<string>();

  /** `descriptor`: of spandsp.conf, with tones of the names SIT, BUSY, REORDER or CONGESTION. */
  constructor(descriptor: string, api: (name: string, ...words: string[]) => Promise<EslReply>) {
    this.#descriptor = descriptor;
    this.#api = api;
  }

  /** A leg of ours has media before its answer (CHANNEL_PROGRESS_MEDIA). */
  begin(id: string): void {
    if (this.#ringing.has(id)) return;
    this.#ringing.add(id);
    void this.#api('spandsp_start_tone_detect', channelId(id), channelId(this.#descriptor));
  }

  /** Takes DETECTED_TONE. */
  heard(event: EslEvent): void {
    const cause = causes.find(([pattern]) => pattern.test(event.get('Detected-Tone')))?.[1];
    if (cause === undefined || !this.#ringing.delete(event.channel)) return;
    void this.#api('uuid_kill', channelId(event.channel), cause);
  }

  /** It was answered, or is over: what is heard from now on is somebody else's business. */
  forget(id: string): void {
    this.#ringing.delete(id);
  }
}
