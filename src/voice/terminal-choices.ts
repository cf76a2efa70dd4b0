import type { TransferOutcome, TransferRequest, TransferResult } from '../voicexml/platform.ts';
import type { VirtualRecording } from './virtual-platform.ts';

/** 16 bits at 8 kHz. */
const BYTES_PER_MS = 16;

/** What a transfer may come to, by the key that is pressed for it. */
const RESULTS: readonly TransferResult[] = [
  'far_end_disconnect',
  'busy',
  'noanswer',
  'network_busy',
  'near_end_disconnect',
  'maxtime_disconnect',
  'network_disconnect',
  'unknown',
];
/** What a person is told about them. */
export const TRANSFER_CHOICES = [
  '0 transferred',
  ...RESULTS.map((result, index) => `${index + 1} ${result}`),
].join(', ');

/** Silence of so many seconds: nothing is heard through a keyboard. `stopped` and `hangup` come instead of a key. */
export function recordingOf(answer: string, maxTimeMs: number): VirtualRecording {
  if (answer === 'stopped' || answer === 'hangup') return { recording: null, end: answer };
  const durationMs = Math.min((Number.parseInt(answer, 10) || 0) * 1000, maxTimeMs);
  if (durationMs === 0) return { recording: null, end: 'silence' };
  const bytes = new Uint8Array(durationMs * BYTES_PER_MS);
  return { recording: { bytes, durationMs }, end: durationMs === maxTimeMs ? 'maxtime' : 'silence' };
}

/** The outcome that a key stands for. */
export function transferOf(answer: string, kind: TransferRequest['kind']): TransferOutcome {
  const outcome = (result: TransferResult): TransferOutcome => ({ result, durationMs: 0, detail: '' });
  if (answer === 'hangup') return outcome('hangup');
  if (answer === 'stopped') return outcome('near_end_disconnect');
  const chosen = RESULTS[Number.parseInt(answer, 10) - 1];
  return outcome(chosen ?? (kind === 'bridge' ? 'far_end_disconnect' : 'transferred'));
}
