import type { Timer } from '../../core/clock.ts';
import { uptimeWords } from './api/system.ts';
import type { Core } from './core.ts';

const EVERY_MS = 20_000;

/** Fires HEARTBEAT every 20 s; returns how to stop. */
export function startHeartbeat(core: Core): () => void {
  let timer: Timer;
  const again = (): Timer =>
    core.clock.at(core.clock.now() + EVERY_MS, () => {
      core.bus.fire('HEARTBEAT', {
        'Event-Info': 'System Ready',
        'Up-Time': uptimeWords(core),
        'FreeSWITCH-Version': '1.11.1-release-simulated',
        'Uptime-msec': String(core.clock.now() - core.startedAt),
        'Session-Count': String(core.calls.size),
        'Max-Sessions': String(core.limits.maxSessions),
        'Session-Per-Sec': String(core.limits.sessionsPerSecond),
        'Session-Per-Sec-Last': '0',
        'Session-Since-Startup': String(core.counts.sessions),
        'Session-Peak-Max': String(core.counts.peak),
        'Idle-CPU': '99.000000',
      });
      timer = again();
    });
  timer = again();
  return () => timer.cancel();
}
