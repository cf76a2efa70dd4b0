import type { Core } from './core.ts';
import type { Order } from './execution.ts';

/** The extension behind which callers wait when no door is open: an ordinary live queue. */
const LIVE_QUEUE = '7000';
/** The one of the stock dialplan that plays a tone for as long as anybody listens. */
const MILLIWATT = '9197';

/**
 * The built-in dialplan: the live queue at its own extension; every other one (routing points, and `ringback`, which
 * answered outbound legs enter) has the door twice, and then the live queue.
 */
export function dialplanLines(core: Core, extension: string): Order[] {
  const line = (app: string, data = ''): Order => ({ app, data, uuid: core.newUuid(), lock: false });
  if (extension === 'park') return [line('park')];
  if (extension === LIVE_QUEUE) return [line('answer'), line('callcenter', 'support@default')];
  if (extension === MILLIWATT)
    return [line('answer'), line('playback', 'tone_stream://%(251,0,1004);loops=-1')];
  const { doors, betweenDoorsMs } = core.settings;
  const socket = (): Order => line('socket', `${doors.join('|')} async full`);
  return [
    ...(doors.length > 0 ? [socket()] : []),
    ...(doors.length > 0 && betweenDoorsMs > 0 ? [line('sleep', String(betweenDoorsMs))] : []),
    ...(doors.length > 0 ? [socket()] : []),
    line('transfer', `${LIVE_QUEUE} XML public`),
  ];
}
