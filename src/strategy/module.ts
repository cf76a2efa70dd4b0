import { isRingbackError, messageOf } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { RecentIds } from '../core/recent-ids.ts';
import type { App, VoiceRunner } from '../app/ports.ts';
import type { CallbackRecord, Fact, InteractionRecord } from '../callback/record.ts';
import type { RouterMessage } from '../routing/messages.ts';
import type { Deadline, ElementNode, EngineAction, ElementSpec } from '../scxml/step.ts';
import type { ActionMode, ActionRow, SessionRow } from '../store/sessions.ts';
import type { Calls } from './calls.ts';
import type { DialTurns } from './dial-turns.ts';
import type { PlaySegment } from '../switch/switch.ts';
import type { RunningTreatments } from './running-treatments.ts';
import type { UnderWay } from './under-way.ts';

/** What a module needs to carry out its actions. */
export interface Tools {
  app: App;
  /** Name of this process in claims. */
  node: string;
  calls: Calls;
  /** Of customers to be dialled. */
  turns: DialTurns;
  /** At-most-once actions that this process has begun, the last ones: what a store that lost changes may deny. */
  begun: RecentIds;
  underWay: UnderWay;
  voice: VoiceRunner;
  pages: DialogPages;
  sounds: SoundsPort;
  treatments: RunningTreatments;
  router: RouterPort;
  /**
   * Commits the result of an action as an event of its session; the session takes it once, however often it comes.
   * The action's request id is added to the data.
   */
  result(action: ActionRow, name: string, data: JsonObject, about?: JsonObject): Promise<void>;
  /** Name of the action's error event. */
  errorEvent(action: ActionRow): string;
  /** Commits the action's error event for a failure of our own. */
  failed(action: ActionRow, description: string): Promise<void>;
  /** Ends another session where it stands; false when it has ended, or is none. The event's id makes it happen once. */
  endSession(sessionId: string, event: { id: string; why: string }): Promise<boolean>;
  /** Something that is stored is due at `at`, epoch ms: a session that is to begin. */
  dueAt(at: number): void;
  /** The store did not answer in the middle of an action: what is open then is taken up when it is back. */
  takeUpLater(): void;
}

/** Opens dialogs for a call and tells how they ended. */
export interface DialogPages {
  open(request: {
    dialog: string;
    setHash: string;
    service: string;
    interactionId: string;
    sessionId: string;
    actionId: string;
    values: JsonObject;
    locale: string;
  }): Promise<{ key: string; path: string }>;
  result(key: string): Promise<JsonObject | null>;
}

/** What treatments consist of, as each switch can play it. Empty for what cannot be had. */
export interface SoundsPort {
  playable(
    switchName: string,
    segment: { kind: 'text'; text: string; locale: string } | { kind: 'file'; url: string },
  ): Promise<PlaySegment[]>;
}

/** Durable messages to the router. */
export interface RouterPort {
  send(message: RouterMessage): Promise<void>;
}

/** The records a step may change, as the steps before it left them, and what it notes for reports. */
export interface Records {
  callback: CallbackRecord | null;
  interactions: Map<string, InteractionRecord>;
  facts: Fact[];
  now: number;
}

/** What `docs/reference/scxml-modules.md` says of an element, beside its attributes. */
interface About {
  does: string;
  /** Events of its success, with what they tell. */
  events: string[];
  /** Values of `error` in its error event. */
  errors: string[];
}

/** One element of a module: how it is read, what it changes at once, and what it does outside. */
export interface ElementHandler {
  spec: ElementSpec;
  about: About;
  /** Absent for elements that only change records. */
  mode?: ActionMode;
  /** A message: it goes out whether the session still runs or not, and `run` closes the action. Begun with its commit. */
  outlives?: true;
  /** Changes records in the commit of the step itself. Pure. */
  apply?(action: EngineAction, records: Records): void;
  /** How long its result may take; then its error event says `timeout`, and a later result is dropped. */
  deadline?: Deadline;
  /** Carries it out; resolves when the session's next action may begin. Called again after a restart. */
  run?(action: ActionRow, session: SessionRow, tools: Tools): Promise<void>;
  /** After a restart, for an at-most-once action that was begun: finds out, never sends again. */
  recover?(action: ActionRow, session: SessionRow, tools: Tools): Promise<void>;
  /** The store may have lost that an open at-most-once action was begun: finds out, never sends again. */
  reconcile?(action: ActionRow, session: SessionRow, tools: Tools): Promise<void>;
  /** The session ended while the action was open. */
  abandon?(action: ActionRow, tools: Tools): Promise<void>;
  /** Its error event; an element that has one answers with an event in any case. */
  errorEvent?: string;
}

/** A namespace of elements, such as `ixn`. */
export interface StrategyModule {
  name: string;
  namespaces: string[];
  elements: Record<string, ElementHandler>;
  /** `_genesys` functions that queue an action: path to element name. */
  functions: Record<string, string>;
  constants: Record<string, Json>;
  /** A sentence about it. */
  does: string;
}

/**
 * Goes on with an action whose result comes later. What fails becomes its error event; while the store is down
 * nothing is known, and the action is taken up again after it.
 */
export function inBackground(action: ActionRow, tools: Tools, work: () => Promise<void>): void {
  const ended = tools.underWay.begin(action.id);
  const failed = async (error: unknown): Promise<void> => {
    tools.app.log.error(
      { action: action.id, kind: action.kind, error: messageOf(error) },
      'an action failed',
    );
    if (!isRingbackError(error, 'STORE_DOWN')) return tools.failed(action, messageOf(error));
    tools.takeUpLater();
  };
  // The error event may not come through either.
  void work()
    .catch(failed)
    .catch(() => tools.takeUpLater())
    .finally(ended);
}

/** The evaluated attributes of an action's element. */
export function attributesOf(action: ActionRow): JsonObject {
  return objectOf(action.payload, 'attributes');
}

/** ORS: the interaction an element is about; the session's own when it does not say. */
export function interactionOf(attributes: JsonObject, session: SessionRow): string {
  return textOf(attributes, 'interactionid') || (session.interactionId ?? '');
}

/** The children of an action's element, evaluated. */
export function childrenOf(action: ActionRow): ElementNode[] {
  const { children } = action.payload;
  return Array.isArray(children) ? (children as unknown as ElementNode[]) : [];
}

/** The `param` children of an action's element, evaluated. */
export function paramsOf(action: ActionRow): JsonObject {
  return objectOf(action.payload, 'params');
}

/** Answers with the element's error event. */
export function refuse(
  action: ActionRow,
  tools: Tools,
  { error, description, ...more }: { error: string; description: string } & JsonObject,
): Promise<void> {
  return tools.result(action, tools.errorEvent(action), { ...more, error, description });
}

/** An attribute as a boolean: `true`, `'true'`, `1` and their opposites; `otherwise` when it is missing or none. */
export function flagOf(attributes: JsonObject, name: string, otherwise: boolean): boolean {
  const text = textOf(attributes, name).toLowerCase();
  if (['true', '1', 'yes'].includes(text)) return true;
  return ['false', '0', 'no'].includes(text) ? false : otherwise;
}

/** An attribute as text; empty when it is missing or null. */
export function textOf(attributes: JsonObject, name: string): string {
  const value = attributes[name];
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An attribute as a number; `otherwise` when it is missing or none. */
export function numberOf(attributes: JsonObject, name: string, otherwise: number): number {
  const value = attributes[name];
  if (value === undefined || value === null || value === '') return otherwise;
  const number = Number(value);
  return Number.isFinite(number) ? number : otherwise;
}

/** An attribute as an object; empty when it is none. */
export function objectOf(attributes: JsonObject, name: string): JsonObject {
  const value = attributes[name];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** An element specification in which every attribute is a value expression but `requestid`, a location. */
export function elementSpec(
  attributes: string[],
  required: string[] = [],
  children: Record<string, ElementSpec> = {},
): ElementSpec {
  const spec: ElementSpec = { attributes: { requestid: 'location' }, required, children };
  for (const name of attributes) spec.attributes[name] = 'expr';
  return spec;
}
