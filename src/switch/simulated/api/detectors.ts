import { avmdEvent, startToneDetection, stopToneDetection } from '../applications/detection.ts';
import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import { type ApiCommand, onCall } from './on-call.ts';

const DEAF_AVMD = 'avmd by the api';

/** The commands that start and stop what listens to a channel. */
export function detectorCommands(core: Core): Record<string, ApiCommand> {
  return {
    avmd: onCall(core, (call, what) => tellAvmd(call, core, what)),
    spandsp_start_tone_detect: onCall(core, (call) =>
      startToneDetection(call, core)
        ? '+OK started\n'
        : '-ERR spandsp_start_tone_detect Command not found!\n',
    ),
    spandsp_stop_tone_detect: onCall(core, (call) => {
      stopToneDetection(call);
      return '+OK stopped\n';
    }),
  };
}

/** Measured: `avmd <uuid> start` never finds anything, and its `stop` says that it did. */
function tellAvmd(call: Call, core: Core, what: string): string {
  const of = `\n [${call.uuid}] [${call.channel.name}]`;
  if (what === 'stop') {
    avmdEvent(call, core, 'stop', { 'Beep-Status': 'DETECTED' });
    return call.detectors.delete(DEAF_AVMD) ? `+ERR, avmd has not yet been started on${of}\n` : `-ERR${of}\n`;
  }
  if (what !== 'start') return '-USAGE: <uuid> <command>\n';
  if (call.detectors.has(DEAF_AVMD))
    return `-ERR, avmd for FreeSWITCH session [${call.uuid}]\n already started\n`;
  call.detectors.set(DEAF_AVMD, () => undefined);
  avmdEvent(call, core, 'start');
  return `+OK${of} started!\n`;
}
