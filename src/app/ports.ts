import type { Clock } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { Configuration } from '../callback/configuration.ts';
import type { CalendarFeeds } from './calendar-feeds.ts';
import type { DialHold } from './dial-hold.ts';
import type { DoNotCall } from './do-not-call.ts';
import type { RouterMessage } from '../routing/messages.ts';
import type { PinTries } from './pin-tries.ts';
import type { Store } from '../store/store.ts';
import type { Switch, SwitchCall } from '../switch/switch.ts';

/** Wakes sessions whose inbox has something new. A hint: what counts is committed already. */
export interface Sessions {
  wake(sessionIds: Iterable<string>): void;
}

/** Messages to the owner of the routing aggregate; resolves when they are durable. */
interface Routing {
  send(message: RouterMessage): Promise<void>;
}

/** What every use case works with. */
export interface App {
  clock: Clock;
  random: Random;
  log: Logger;
  store: Store;
  switch: Switch;
  sessions: Sessions;
  routing: Routing;
  dialHold: DialHold;
  /** Closures of offices by their calendars. */
  feeds: CalendarFeeds;
  /** Wrong PINs of agents at the phone. */
  pinTries: PinTries;
  /** Numbers that are never called. */
  doNotCall: DoNotCall;
  /** The active configuration. */
  config(): Configuration;
  /** Takes over what has become of the configuration, on whichever node. @throws STORE_DOWN */
  refreshConfig(): Promise<void>;
  /** Hash of the active document set. */
  activeSet(): Promise<string>;
}

/** Runs voice dialogs on calls. */
export interface VoiceRunner {
  /** Begins at `url` (a path of our own page server, or an absolute address). */
  run(call: SwitchCall, url: string, session: JsonObject): VoiceRun;
}

export interface VoiceRun {
  readonly ended: Promise<VoiceEnd>;
  /** Ends the run without ending the call. */
  stop(): void;
}

/** `exit`: the dialog ended by itself; `disconnect`: it wants the call ended; `hangup`: the caller left; `error`: it failed. */
export interface VoiceEnd {
  how: 'exit' | 'disconnect' | 'hangup' | 'error';
  /** What `<exit>` handed over. */
  result: JsonObject;
  error: string | null;
}
