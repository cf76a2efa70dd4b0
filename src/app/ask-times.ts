import { isOpen, nextOpening } from '../callback/hours/office-hours.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { endOfDay, freeDays, freeTimes, nextHour } from './free-times.ts';
import { officeOf } from './office.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';
import { serviceNamed } from './services.ts';

interface Asked {
  run: DialogRun;
  values: JsonObject;
}

/** As many as a caller keeps in mind. */
const MOST = 4;

/** Is the office open? `office` has `closed`, and while it is `opensAt` (epoch ms; null when not within a year). */
export function askOfficeHours(app: App, { run }: Asked): Promise<Answer> {
  const now = app.clock.now();
  const calendar = officeOf(app, serviceNamed(app, run.service).options);
  if (!calendar || isOpen(calendar, now))
    return Promise.resolve({ outcome: 'open', values: { office: { closed: false, opensAt: null } } });
  const office = { closed: true, opensAt: nextOpening(calendar, now) };
  return Promise.resolve({ outcome: 'closed', values: { office } });
}

/** Days with a free time, as a list of `choices` with `at` (epoch ms); from `daysFrom` on, if the dialog has it. */
export async function askDays(app: App, { run, values }: Asked): Promise<Answer> {
  const from = instantOf(values['daysFrom']) ?? app.clock.now();
  const days = await freeDays(app, run.service, { from, most: MOST });
  return list(days);
}

/** Free times of the day that was chosen (`day.at`), as above; from `timesFrom` on, if the dialog has it. */
export async function askTimes(app: App, { run, values }: Asked): Promise<Answer> {
  const day = atOf(values['day']) ?? app.clock.now();
  const from = Math.max(day, instantOf(values['timesFrom']) ?? 0);
  if (from >= endOfDay(app, run.service, day)) return list([]);
  return list(await freeTimes(app, run.service, { from, most: MOST }));
}

/** Where the entries after those just offered begin: `daysFrom`, and `timesFrom`. */
export function askLater(app: App, { run, values }: Asked): Promise<Answer> {
  const { choices } = values;
  const last = Array.isArray(choices) ? atOf(choices.at(-1)) : null;
  if (last === null) return Promise.resolve({ outcome: 'none', values: {} });
  const daysFrom = endOfDay(app, run.service, last);
  return Promise.resolve({ outcome: 'later', values: { daysFrom, timesFrom: nextHour(last) } });
}

function list(instants: number[]): Answer {
  const choices = instants.map((at) => ({ at }));
  return { outcome: choices.length > 0 ? 'some' : 'none', values: { choices } };
}

/** The instant of an entry that was offered; null when it is none. */
export function atOf(entry: Json | undefined): number | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  return instantOf(entry['at']);
}

function instantOf(value: Json | undefined): number | null {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : null;
}
