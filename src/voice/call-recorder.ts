import type { Logger } from '../core/logger.ts';
import type { RecordOutcome, SwitchCall, UnderWay } from '../switch/switch.ts';
import type { Recorded, RecordRequest } from '../voicexml/platform.ts';
import type { RecordingPlace, Recordings } from './recordings.ts';

/** A WAV file's header: what holds no more holds no sound. */
const HEADER_BYTES = 44;
/** A recording that is cut off so soon may hold nothing. */
const MOMENT_MS = 1_000;
/** What one call may have at a time. */
const MOST = 50;

/** Records on a call, and has its recordings until they are removed. */
export class CallRecorder {
  readonly #call: SwitchCall;
  readonly #recordings: Recordings | undefined;
  readonly #log: Logger;
  readonly #places = new Map<string, RecordingPlace>();
  #removed = false;

  constructor(call: SwitchCall, recordings: Recordings | undefined, log: Logger) {
    this.#call = call;
    this.#recordings = recordings;
    this.#log = log;
  }

  /** `begun` is handed what goes on, so that it can be stopped. */
  async record(request: RecordRequest, begun: (underWay: UnderWay<unknown>) => void): Promise<Recorded> {
    if (!this.#recordings) return this.#unsupported('there is no place for recordings');
    if (this.#places.size >= MOST) return this.#unsupported(`it has ${MOST} already`);
    const place = await this.#recordings.place(this.#call.switchName);
    const { beep, timeoutMs, finalSilenceMs } = request;
    const maxTimeMs = Math.min(request.maxTimeMs, this.#recordings.longestMs);
    const recording = this.#call.record({ to: place.to, beep, timeoutMs, finalSilenceMs, maxTimeMs });
    begun(recording);
    const recorded = await this.#recorded(await recording.done, place);
    if (recorded.kind !== 'recorded' || this.#removed) await place.remove();
    else this.#places.set(recorded.recording.url, place);
    return recorded;
  }

  /** Where a recording of this call is, for the switch that made it; null for any other address. */
  pathOf(url: string): string | null {
    return this.#places.get(url)?.to ?? null;
  }

  /** Rejects for an address that is none of a recording of this call. */
  read(url: string): Promise<Uint8Array> {
    const place = this.#places.get(url);
    return place ? place.read() : Promise.reject(new Error(`${url} is no recording of this call`));
  }

  /** Nobody asks for them any more. */
  async removeAll(): Promise<void> {
    this.#removed = true;
    const places = [...this.#places.values()];
    this.#places.clear();
    await Promise.all(places.map((place) => place.remove()));
  }

  async #recorded(outcome: RecordOutcome, place: RecordingPlace): Promise<Recorded> {
    if (outcome.kind === 'nothing') return outcome;
    if (outcome.kind === 'failed') {
      this.#log.error({ call: this.#call.id, why: outcome.detail }, 'the switch cannot record');
      return { kind: 'unsupported' };
    }
    const sizeBytes = await place.size();
    if (sizeBytes <= HEADER_BYTES) return this.#without(outcome);
    const url = `recording:${this.#places.size + 1}`;
    const recording = { url, type: 'audio/x-wav', sizeBytes, durationMs: outcome.durationMs };
    return { kind: 'recorded', end: outcome.end, recording };
  }

  #unsupported(why: string): Recorded {
    const { id, switchName } = this.#call;
    this.#log.error({ call: id, switch: switchName, why }, 'a page cannot record its caller');
    return { kind: 'unsupported' };
  }

  /** What was recorded is not where we look for it, unless it was but a moment. */
  #without({ end, durationMs }: Extract<RecordOutcome, { kind: 'recorded' }>): Recorded {
    const cut = end === 'stopped' || end === 'hangup';
    if (!cut || durationMs > MOMENT_MS)
      this.#log.error({ call: this.#call.id }, 'a recording is not where the switch was to put it');
    return cut ? { kind: 'nothing', end } : { kind: 'unsupported' };
  }
}
