import { eitherAttribute } from '../content/attribute-pair.ts';
import type { Control } from '../control.ts';
import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import { keysOf } from '../grammar/literals.ts';
import { watchKeys, type WatchedKey } from '../input/key-watch.ts';
import { PageEvent, semanticError } from '../page-event.ts';
import type { TransferOutcome, TransferRequest } from '../platform.ts';
import { resolveUri } from '../uri.ts';
import { itemGrammars } from './active-grammars.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { runFilled } from './filled.ts';

type Kind = TransferRequest['kind'];

/** Results that become the value of the form item variable (VoiceXML 2.1 §2.3.7). */
const VALUES: readonly string[] = [
  'near_end_disconnect',
  'far_end_disconnect',
  'network_disconnect',
  'maxtime_disconnect',
  'busy',
  'noanswer',
  'network_busy',
  'unknown',
];

/**
 * `<transfer>` (VoiceXML 2.1 §2.3.7): says what is queued and connects the caller to someone else. During a bridge
 * the keys that a grammar of the item matches end it.
 * @throws PageEvent `connection.disconnect.*`, `error.connection.*`, `error.unsupported.*`
 */
export async function runTransfer(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { call } = frame.context;
  const request = await requestOf(frame, item);
  const grammars = request.kind === 'bridge' ? await itemGrammars(frame, item.element) : [];
  await call.prompts.playOut();
  if (call.keypad.left) return call.waitWithoutCaller();
  call.keypad.clear();
  const transferring = call.platform.transfer(request);
  const over = transferring.then(
    () => null,
    () => null,
  );
  const watched = await watchKeys(call.keypad, grammars, { over, other: () => false });
  if (watched || call.stopped) await call.platform.stop();
  const outcome = await transferring;
  // One that nobody answered is nothing of the caller's: a page may not try again for ever.
  if (watched || outcome.durationMs > 0) call.heard();
  setShadow(frame, dialog, { item, outcome, watched });
  if (!VALUES.includes(outcome.result)) throw eventOf(frame, request.kind, outcome);
  call.script.set(dialog.scope, item.name, outcome.result);
  return runFilled(frame, dialog, [item]);
}

async function requestOf(frame: Frame, { element }: FormItem): Promise<TransferRequest> {
  const destination = eitherAttribute(frame, element, ['dest', 'destexpr']);
  if (destination === undefined || destination.trim() === '') throw semanticError('<transfer> has no dest');
  if (!/^[a-z][a-z0-9+.-]*:./i.test(destination.trim()))
    throw new PageEvent('error.connection.baddestination', `"${destination}" is not an address`);
  const maxTime = element.attributes.get('maxtime');
  const connectTimeout = element.attributes.get('connecttimeout');
  return {
    destination: destination.trim(),
    kind: kindOf(element.attributes),
    connectTimeoutMs: connectTimeout === undefined ? null : timeMs(connectTimeout),
    // "0s" stands for no limit.
    maxTimeMs: maxTime === undefined ? null : timeMs(maxTime) || null,
    aai: eitherAttribute(frame, element, ['aai', 'aaiexpr']) ?? null,
    audio: await audioOf(frame, element.attributes.get('transferaudio')),
  };
}

/** `type` came with 2.1; before, `bridge` told blind (the default) from bridge. */
function kindOf(attributes: ReadonlyMap<string, string>): Kind {
  const type = attributes.get('type');
  if (type === undefined) return attributes.get('bridge') === 'true' ? 'bridge' : 'blind';
  if (type !== 'blind' && type !== 'bridge' && type !== 'consultation')
    throw new PageEvent(`error.unsupported.transfer.${type}`, `there is no transfer of type "${type}"`);
  return type;
}

/** A file that cannot be had is left out. */
async function audioOf(frame: Frame, source: string | undefined): Promise<string | null> {
  if (source === undefined) return null;
  const { call, page } = frame.context;
  const { url } = resolveUri(source, page.base);
  return (await call.fetcher.hasAudio(url)) ? url : null;
}

/** `name$.duration` in seconds; the keys that ended the bridge. */
function setShadow(
  frame: Frame,
  dialog: Dialog,
  { item, outcome, watched }: { item: FormItem; outcome: TransferOutcome; watched: WatchedKey | null },
): void {
  const { script } = frame.context.call;
  const input = watched?.match ? { inputmode: 'dtmf', utterance: keysOf(watched.match.path) } : {};
  script.set(dialog.scope, `${item.name}$`, { duration: outcome.durationMs / 1000, ...input });
}

function eventOf(frame: Frame, kind: Kind, { result, detail }: TransferOutcome): PageEvent {
  const { call } = frame.context;
  switch (result) {
    case 'transferred':
      call.keypad.close();
      call.hangupEvent('');
      return new PageEvent('connection.disconnect.transfer', 'the caller was transferred');
    case 'hangup':
      call.keypad.close();
      return call.hangupEvent('the caller hung up');
    case 'unsupported':
      return new PageEvent(`error.unsupported.transfer.${kind}`, detail);
    case 'unsupported-uri':
      return new PageEvent('error.unsupported.uri', detail);
    case 'protocol':
      return new PageEvent(`error.connection.protocol.${/\d{3}/.exec(detail)?.[0] ?? '500'}`, detail);
    default:
      return new PageEvent(`error.connection.${result}`, detail);
  }
}
