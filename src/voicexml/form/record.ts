import type { JsonObject } from '../../core/json.ts';
import type { Control } from '../control.ts';
import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { watchKeys, type WatchedKey } from '../input/key-watch.ts';
import { PageEvent, unsupported } from '../page-event.ts';
import type { Recorded, RecordRequest } from '../platform.ts';
import { timeProperty } from '../properties.ts';
import { activeGrammars } from './active-grammars.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { runFilled } from './filled.ts';
import { understood } from './listen.ts';

/** What holds when the page does not say. */
const LONGEST_MS = 60_000;
const FINAL_SILENCE_MS = 4000;

/**
 * `<record>` (VoiceXML 2.1 §2.3.6): says what is queued and records the caller. The value is the recording's address,
 * good for `<audio expr>` and a multipart `<submit>` of this call.
 * @throws PageEvent noinput, connection.disconnect.hangup, `error.unsupported.record`
 */
export async function runRecord(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { call } = frame.context;
  const request = requestOf(frame, item);
  // `modal` is true unless the page says otherwise: only the item's own grammars listen.
  const all = await activeGrammars(frame, dialog, item);
  const modal = item.element.attributes.get('modal') !== 'false';
  const grammars = modal ? all.filter(({ owner }) => owner === item.element) : all;
  const { timeoutMs } = await call.prompts.playBeforeInput();
  if (call.keypad.left) return call.waitWithoutCaller();
  call.keypad.clear();
  const begun = call.clock.now();
  const { recorded, watched } = await record(
    frame,
    { item, grammars },
    timeoutMs ?? request.timeoutMs,
    request,
  );
  if (watched || call.clock.now() > begun) call.heard();
  if (recorded.kind === 'unsupported') throw unsupported('record');
  if (watched?.match && watched.match.grammar.owner !== item.element)
    return understood(frame, dialog, watched.match); // a link or the form: there is no recording
  if (recorded.kind === 'recorded') keep(frame, dialog, { item, recorded, watched });
  if (recorded.end === 'hangup') {
    call.keypad.close();
    return call.waitWithoutCaller();
  }
  if (recorded.kind === 'nothing') throw new PageEvent('noinput', 'nothing was recorded');
  return runFilled(frame, dialog, [item]);
}

async function record(
  frame: Frame,
  { item, grammars }: { item: FormItem; grammars: readonly Grammar[] },
  timeoutMs: number | null,
  request: RecordRequest,
): Promise<{ recorded: Recorded; watched: WatchedKey | null }> {
  const { call } = frame.context;
  const recording = call.platform.record({ ...request, timeoutMs });
  const over = recording.then(
    () => null,
    () => null,
  );
  const endsByAnyKey = item.element.attributes.get('dtmfterm') !== 'false';
  const watched = await watchKeys(call.keypad, grammars, { over, other: () => endsByAnyKey });
  if (watched || call.stopped) await call.platform.stop();
  return { recorded: await recording, watched };
}

function requestOf(frame: Frame, { element: { attributes } }: FormItem): RecordRequest {
  return {
    beep: attributes.get('beep') === 'true',
    maxTimeMs: timeMs(attributes.get('maxtime') ?? `${LONGEST_MS}ms`) || LONGEST_MS,
    finalSilenceMs: timeMs(attributes.get('finalsilence') ?? `${FINAL_SILENCE_MS}ms`) || null,
    timeoutMs: timeProperty(frame, 'timeout') || null,
    type: attributes.get('type') ?? null,
  };
}

/** The variable and its shadow: `$.duration` in ms, `$.size` in bytes, `$.termchar`, `$.maxtime`. */
function keep(
  frame: Frame,
  dialog: Dialog,
  kept: { item: FormItem; recorded: Extract<Recorded, { kind: 'recorded' }>; watched: WatchedKey | null },
): void {
  const { call } = frame.context;
  const { recording, end } = kept.recorded;
  call.recordings.set(recording.url, recording);
  const shadow: JsonObject = {
    duration: recording.durationMs,
    size: recording.sizeBytes,
    maxtime: end === 'maxtime',
  };
  if (kept.watched) shadow['termchar'] = kept.watched.key;
  call.script.set(dialog.scope, kept.item.name, recording.url);
  call.script.set(dialog.scope, `${kept.item.name}$`, shadow);
}
