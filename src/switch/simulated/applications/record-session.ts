import { Recorder, type RecorderEnd } from '../line/recorder.ts';
import { sendRecording, sentTo, writeRecording } from '../recording.ts';
import type { Call } from '../call.ts';
import { instant } from './application.ts';

/** mod_dptools: without a limit of its own a recording lasts as long as the call. */
const ENDLESS_S = 86_400;
const SAMPLES_PER_MS = 8;

/** As measured: a recording that was stopped says the same as one that is as long as it may be. */
const CAUSES: Readonly<Record<RecorderEnd['why'], string>> = {
  'no-input': 'no-input-timeout',
  silence: 'success-silence',
  longest: 'success-maxtime',
  stopped: 'success-maxtime',
  hangup: 'success-maxtime',
};

/** `record_session <path> [+<seconds>]`: records the caller beside whatever runs. A path ends at its first blank. */
export const recordSession = instant(({ call, core, data }) => {
  const [, path = data, limit] = /^(\S*)(?: +\+(\d+))?/.exec(data) ?? [];
  const { channel } = call;
  const ms = (name: string): number | null => Number(channel.variables.get(name)) || null;
  channel.fire('RECORD_START', { 'Record-File-Path': path });
  const recorder = new Recorder(
    call.line,
    core.clock,
    {
      initialMs: ms('RECORD_INITIAL_TIMEOUT_MS'),
      finalMs: ms('RECORD_FINAL_TIMEOUT_MS'),
      longestMs: (Number(limit) || ENDLESS_S) * 1000,
    },
    (end) => {
      unwatch();
      call.detectors.delete(nameOf(path));
      const tell = (): void => tellEnd(call, path, end);
      const address = sentTo(path);
      if (address !== null) {
        void sendRecording(address, end.ms).then(tell);
        return;
      }
      writeRecording(path, end.ms);
      tell();
    },
  );
  const unwatch = call.onHangup((stage) => {
    if (stage === 'hangup') recorder.hungUp();
  });
  call.detectors.set(nameOf(path), () => recorder.stop());
});

/** `stop_record_session <path>`. */
export const stopRecordSession = instant(({ call, data }) => call.detectors.get(nameOf(data))?.());

function nameOf(path: string): string {
  return `record ${path}`;
}

function tellEnd({ channel }: Call, path: string, end: RecorderEnd): void {
  // Measured: a call that is hung up before anything was heard says so.
  const cause = end.why === 'hangup' && !end.heard ? CAUSES['no-input'] : CAUSES[end.why];
  channel.setAll({
    record_ms: String(Math.round(end.ms)),
    record_seconds: String(Math.floor(end.ms / 1000)),
    record_samples: String(Math.round(end.ms) * SAMPLES_PER_MS),
    record_completion_cause: cause,
  });
  channel.fire('RECORD_STOP', { 'Record-File-Path': path, 'Record-Completion-Cause': cause });
}
