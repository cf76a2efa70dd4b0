import { usualDetection, type DetectionLimits } from '../../callback/detection-limits.ts';
import type { Clock } from '../../core/clock.ts';
import type { Line } from '../simulated/line/line.ts';
import { type Piece, Playing, speechMs } from '../simulated/line/playing.ts';
import type {
  AfterBeep,
  BridgeOutcome,
  ConferOutcome,
  Detected,
  KeyPress,
  Playback,
  PlayOutcome,
  PlaySegment,
  RecordOrder,
  RecordOutcome,
  RejectRequest,
  SipHeaders,
  SwitchCall,
  TransferOrder,
  TransferOutcome,
  UnderWay,
} from '../switch.ts';
import { beepOf, detectParty } from './detection.ts';
import { MemoryRecording } from './memory-recording.ts';

/** What a call needs from the switch it is on. */
export interface CallHost {
  readonly clock: Clock;
  readonly name: string;
  /** Spoken characters a second. */
  readonly speechRate: number;
  /** Length of a recording, ms; null = there is no such file. */
  recordingMs(path: string): number | null;
  /** Keeps a recording of so many ms. */
  keepRecording(path: string, ms: number): void;
  transfer(id: string, order: TransferOrder): UnderWay<TransferOutcome>;
  bridge(id: string, otherId: string): BridgeOutcome;
  confer(id: string, room: string): ConferOutcome;
  attach(id: string, values: Record<string, string>, headers?: SipHeaders): void;
}

/** A door to a line: closes when the switch lets go of it, while the line itself goes on. */
export class MemoryCall implements SwitchCall {
  readonly switchName: string;
  readonly userData: Readonly<Record<string, string>>;
  #line: Line;
  #host: CallHost;
  #open = true;
  #playing: Playing | null = null;
  #recording: MemoryRecording | null = null;
  #keyListeners = new Set<(press: KeyPress) => void>();
  /** Keys that nobody has been told of yet. */
  #unheard: KeyPress[] = [];
  #unwatch: () => void;
  #closed: () => void = () => undefined;
  /** Settles when the door has closed. */
  #whenClosed: Promise<'call-ended'>;

  constructor(line: Line, host: CallHost, userData: Readonly<Record<string, string>>) {
    this.#line = line;
    this.#host = host;
    this.switchName = host.name;
    this.userData = userData;
    this.#whenClosed = new Promise((resolve) => (this.#closed = () => resolve('call-ended')));
    this.#unwatch = line.watch((event) => {
      if (event.kind === 'key') this.#keyPressed({ key: event.key, at: event.at });
    });
  }

  get id(): string {
    return this.#line.id;
  }

  get direction(): 'inbound' | 'outbound' {
    return this.#line.direction;
  }

  get from(): string {
    return this.#line.from;
  }

  get to(): string {
    return this.#line.to;
  }

  get answered(): boolean {
    return this.#line.answeredAt !== null;
  }

  get ended(): boolean {
    return !this.#open || this.#line.end !== null;
  }

  onEnd(listener: () => void): void {
    void this.#whenClosed.then(listener);
  }

  answer(): Promise<'answered' | 'call-ended'> {
    if (this.ended) return Promise.resolve('call-ended');
    this.#line.accept();
    return Promise.resolve('answered');
  }

  play(segments: PlaySegment[]): Playback {
    this.stopMedia();
    if (this.ended) return over<PlayOutcome>({ kind: 'call-ended' });
    const pieces = segments.map((segment) => this.#pieceOf(segment));
    let playing: Playing | null = null;
    const done = new Promise<PlayOutcome>((resolve) => {
      playing = new Playing(this.#line, this.#host.clock, pieces, (end) => {
        // What a closing door cut off was not stopped by whoever played it.
        resolve(this.#open && end.kind !== 'ended' ? end : { kind: 'call-ended' });
      });
    });
    this.#playing = playing;
    return { done, stop: () => Promise.resolve(playing?.stop()) };
  }

  onKey(listener: (press: KeyPress) => void): () => void {
    this.#keyListeners.add(listener);
    for (const press of this.#unheard.splice(0)) listener(press);
    return () => this.#keyListeners.delete(listener);
  }

  detect(limits: DetectionLimits = usualDetection): Promise<Detected> {
    if (this.ended) return Promise.resolve('call-ended');
    return Promise.race([detectParty(this.#line, this.#host.clock, limits), this.#whenClosed]);
  }

  afterBeep(limitMs: number): Promise<AfterBeep> {
    if (this.ended) return Promise.resolve('call-ended');
    return Promise.race([beepOf(this.#line, this.#host.clock, limitMs), this.#whenClosed]);
  }

  bridge(otherId: string): Promise<BridgeOutcome> {
    return Promise.resolve(this.ended ? { kind: 'call-ended' } : this.#host.bridge(this.id, otherId));
  }

  confer(room: string): Promise<ConferOutcome> {
    this.stopMedia();
    return Promise.resolve(this.ended ? { kind: 'call-ended' } : this.#host.confer(this.id, room));
  }

  attach(values: Record<string, string>, headers: SipHeaders = {}): Promise<'attached' | 'call-ended'> {
    if (this.ended) return Promise.resolve('call-ended');
    this.#host.attach(this.id, values, headers);
    return Promise.resolve('attached');
  }

  reject(request: RejectRequest): Promise<void> {
    if (!this.ended) this.#host.attach(this.id, { reason: request.reason });
    return this.hangup(request.cause);
  }

  hangup(cause: string): Promise<void> {
    if (!this.ended) this.#line.release(cause);
    return Promise.resolve();
  }

  record(order: RecordOrder): UnderWay<RecordOutcome> {
    this.stopMedia();
    if (this.ended) return over<RecordOutcome>({ kind: 'nothing', end: 'hangup' });
    const { clock } = this.#host;
    this.#recording = new MemoryRecording(this.#line, clock, order, (path, ms) =>
      this.#host.keepRecording(path, ms),
    );
    return this.#recording;
  }

  transfer(order: TransferOrder): UnderWay<TransferOutcome> {
    this.stopMedia();
    return this.ended ? over<TransferOutcome>({ kind: 'call-ended' }) : this.#host.transfer(this.id, order);
  }

  /** Ends what is played or recorded. */
  stopMedia(): void {
    this.#playing?.stop();
    this.#playing = null;
    void this.#recording?.stop();
    this.#recording = null;
  }

  /** The switch lets go: what runs on the call ends, the call does not. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#closed();
    this.#unwatch();
    this.#keyListeners.clear();
    this.stopMedia();
  }

  #keyPressed(press: KeyPress): void {
    if (this.#keyListeners.size === 0) this.#unheard.push(press);
    for (const listener of [...this.#keyListeners]) listener(press);
  }

  #pieceOf(segment: PlaySegment): Piece {
    switch (segment.kind) {
      case 'text': {
        const ms = speechMs(segment.text, this.#host.speechRate);
        return { kind: 'sound', sound: { kind: 'text', text: segment.text }, ms };
      }
      case 'file': {
        const ms = this.#host.recordingMs(segment.path);
        if (ms === null) return { kind: 'missing', what: segment.path };
        return { kind: 'sound', sound: { kind: 'recording', path: segment.path }, ms };
      }
      case 'silence':
        return { kind: 'pause', ms: segment.ms };
      case 'music':
        return { kind: 'sound', sound: { kind: 'music', name: segment.name }, ms: Infinity };
    }
  }
}

/** What an ended call answers. */
function over<Outcome>(outcome: Outcome): UnderWay<Outcome> {
  return { done: Promise.resolve(outcome), stop: () => Promise.resolve() };
}
