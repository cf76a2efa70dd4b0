import {
  hasRight,
  isUnlimited,
  reachesQueue,
  reachesService,
  type Caller,
  type Right,
} from '../callback/rights.ts';
import type { Configuration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';
import { RingbackError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { changesBetween, mergePatch, patchBetween, type ValueChange } from '../core/merge-patch.ts';
import type { Problem } from '../core/problem.ts';
import type { Store } from '../store/store.ts';
import type { LiveConfiguration } from './live-configuration.ts';

/** What editing takes. */
export interface Editing {
  live: LiveConfiguration;
  clock: Clock;
  store: Pick<Store, 'revisions'>;
  /** Mistakes that only show beside dialogs and prompts; their texts are part of what is published. */
  check(configuration: Configuration): Promise<Problem[]>;
  /** Has the texts of prompts published with the dialogs. */
  publish(): Promise<{ published: boolean; problems: string[] }>;
}

/** The editable configuration as it is now. */
export interface ConfigurationView {
  revision: number;
  /** Changes with the revision, and with the file. */
  etag: string;
  configuration: JsonObject;
}

export interface Edit {
  /** What it is to be, of what it is. */
  make(document: JsonObject): JsonObject;
  /** `If-Match`, as it was sent. */
  ifMatch: string | null;
  by: Caller;
  reason: string;
  /** Only says whether it could be done. */
  dry: boolean;
}

export interface Edited extends ConfigurationView {
  changes: ValueChange[];
  /** What became of the texts of prompts; left out when none was changed. */
  prompts?: { published: boolean; problems: string[] };
}

/** Largest merge patch of a revision, characters of JSON. */
const LARGEST = 512 * 1024;

export function viewConfiguration({ live }: Pick<Editing, 'live'>): ConfigurationView {
  const { no, patch } = live.revision();
  return {
    revision: no,
    etag: `"${no}-${live.ground.hash.slice(0, 16)}"`,
    configuration: mergePatch(live.ground.document, patch) as JsonObject,
  };
}

/** What of the configuration a caller may see: of services and queues, the caller's own. */
export function visibleTo(caller: Caller, document: JsonObject, { services }: Configuration): JsonObject {
  if (isUnlimited(caller)) return document;
  const ownService = (name: string): boolean => reachesService(caller, name, services);
  const shown: Record<string, (name: string, value: Json) => boolean> = {
    services: ownService,
    queues: (name) => reachesQueue(caller, name, services),
    'routing-points': (_number, point) => ownService((point as { service: string }).service),
  };
  return Object.fromEntries(
    Object.entries(document).map(([section, value]) => {
      const isOwn = Object.hasOwn(shown, section) ? shown[section] : undefined;
      if (!isOwn) return [section, value];
      const own = Object.entries(value as JsonObject).filter(([name, one]) => isOwn(name, one));
      return [section, Object.fromEntries(own)];
    }),
  );
}

/**
 * Makes the next revision: checked as the file is, and in force on this node when this resolves. An edit that changes
 * nothing makes none.
 *
 * @throws PRECONDITION_REQUIRED, PRECONDITION_FAILED, CONFIG_BEHIND, CONFIG_REFUSED, ROLE_REFUSED, LIMIT_REFUSED, STORE_DOWN
 */
export async function editConfiguration(editing: Editing, edit: Edit): Promise<Edited> {
  const { live } = editing;
  await live.refresh();
  const view = viewConfiguration(editing);
  checkMatch(edit.ifMatch, view.etag);
  const behind = live.behind();
  if (behind) throw new RingbackError('CONFIG_BEHIND', behind);
  const target = edit.make(view.configuration);
  const changes = changesBetween(view.configuration, target);
  checkRights(edit.by, changes, live.current());
  const patch = patchBetween(live.ground.document, target);
  const prompts = changes.some(({ pointer }) => isWithin(pointer, '/prompts'));
  await checkWhole(editing, patch, prompts);
  if (edit.dry || changes.length === 0) return { ...view, changes };
  await commit(editing, { no: view.revision + 1, patch, changes }, edit);
  const published = prompts && { prompts: await editing.publish() };
  return { ...viewConfiguration(editing), changes, ...published };
}

async function commit(
  { live, clock, store }: Editing,
  made: { no: number; patch: JsonObject; changes: ValueChange[] },
  { by, reason }: Edit,
): Promise<void> {
  const revision = { ...made, at: clock.now(), author: by.name, reason, ground: live.ground.hash };
  const result = await store.revisions.add(revision);
  await live.refresh();
  if (result === 'stale')
    throw new RingbackError('PRECONDITION_FAILED', { etag: viewConfiguration({ live }).etag });
}

/** RFC 9110 §13.1.1; asked for in each edit (RFC 6585 §3), so that nobody undoes what they have not seen. */
function checkMatch(ifMatch: string | null, etag: string): void {
  if (ifMatch === null) throw new RingbackError('PRECONDITION_REQUIRED');
  const given = ifMatch.split(',').map((one) => one.trim());
  if (!given.includes(etag) && !given.includes('*')) throw new RingbackError('PRECONDITION_FAILED', { etag });
}

async function checkWhole(editing: Editing, patch: JsonObject, prompts: boolean): Promise<void> {
  if (JSON.stringify(patch).length > LARGEST)
    throw new RingbackError('CONFIG_REFUSED', {
      what: `it differs from the file by more than ${LARGEST} characters`,
    });
  const revised = editing.live.ground.with(patch);
  const problems =
    'problems' in revised ? revised.problems : prompts ? await editing.check(revised.configuration) : [];
  if (problems.length === 0) return;
  const told = problems.slice(0, 100).map(({ code, message, pointer }) => ({ pointer, code, message }));
  throw new RingbackError('CONFIG_REFUSED', {
    what: told.map(({ message }) => message).join('; '),
    problems: told,
  });
}

/** GES: rules for numbers are the supervisors' too, capacity is the administrators' alone. */
function rightFor(pointer: string): Right {
  if (isWithin(pointer, '/capacity')) return 'administer';
  const everyday = isWithin(pointer, '/numbers') || isWithin(pointer, '/hours');
  return everyday || /^\/services\/[^/]+\/enabled$/.test(pointer) ? 'manage' : 'develop';
}

function checkRights(by: Caller, changes: ValueChange[], { services }: Configuration): void {
  for (const { pointer } of changes) {
    const right = rightFor(pointer);
    if (!hasRight(by.role, right)) throw new RingbackError('ROLE_REFUSED', { role: by.role, what: pointer });
    // Another queue for its service, or its service made anew, would give a key with limits that queue.
    const [, section, name = '', setting] = pointer.split('/');
    const reached =
      isUnlimited(by) ||
      (setting !== undefined && section === 'queues' && reachesQueue(by, name, services)) ||
      (setting !== undefined &&
        section === 'services' &&
        setting !== 'queue' &&
        reachesService(by, name, services));
    if (!reached) throw new RingbackError('LIMIT_REFUSED', { what: pointer });
  }
}

function isWithin(pointer: string, section: string): boolean {
  return pointer === section || pointer.startsWith(`${section}/`);
}
