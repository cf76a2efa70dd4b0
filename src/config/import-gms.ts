import { readDated, readWeekdays, readWeekly } from '../callback/hours/read-hours.ts';
import { isOption, readOption } from '../callback/options.ts';
import { isTemplate } from '../callback/option-templates.ts';
import { otherOption, otherOptions } from '../callback/other-options.ts';
import type { RawConfiguration } from './configuration-schema.ts';
import type { RawCapacity, RawOffice } from './hours-schema.ts';
import type { GmsSections } from './read-gms-sections.ts';

type Section = GmsSections[string];

/** What was made of an export: parts of a configuration file, and a line for each thing that could not be carried over. */
export interface GmsImport {
  configuration: Pick<RawConfiguration, 'services' | 'queues' | 'hours' | 'capacity' | 'genesys'>;
  left: string[];
}

/** Server-wide options of GMS that are options of each service here. */
const ofEveryService = [
  '_throttle_callbacks_per_service_1',
  '_throttle_callbacks_per_service_2',
  '_throttle_ttl_1',
  '_throttle_ttl_2',
  '_throttle_customer_number_limit',
  '_throttle_request_parameters',
  '_throttle_request_parameters_limit',
  '_enable_throttle_header_parameters',
];
/** Options that say what a section is. */
const kinds = ['_type', '_service', '_service_type', '_media_type', '_urs_virtual_queue', '_ttl'];

/** Turns option sections of GMS 8.5 into configuration (section 6 of its options reference). Chat services are skipped. */
export function importGms(sections: GmsSections): GmsImport {
  const result: Required<GmsImport['configuration']> = {
    ...{ services: {}, queues: {}, hours: {}, capacity: {}, genesys: {} },
  };
  const left: string[] = [];
  const everywhere = serverWide(sections['callback'] ?? {}, result.genesys, left);
  for (const [section, options] of Object.entries(sections)) {
    if (section === 'callback') continue;
    const [, written] = /^service\.(.+)$/.exec(section) ?? [];
    if (written === undefined) {
      left.push(`[${section}]: not a service`);
      continue;
    }
    const name = nameOf(written);
    if (name !== written) left.push(`[${section}]: names have letters, digits, - and _: it is ${name} here`);
    const note = (what: string): void => void left.push(`[${section}] ${what}`);
    if (options['_service'] === 'office-hours') result.hours[name] = office(options, note);
    else if (options['_service'] === 'capacity') result.capacity[name] = capacity(options, note);
    else if (!isCallback(options)) note(`is a service ${options['_service'] ?? 'without a kind'}, not a callback`);
    else if (options['_media_type'] === 'chat') note('is for chats, and was skipped: callbacks are telephone calls');
    else {
      const queue = nameOf(options['_urs_virtual_queue'] ?? name);
      result.queues[queue] ??= {};
      result.services[name] = service({ ...everywhere, ...options }, queue, note);
    }
  }
  return { configuration: result, left };
}

function isCallback(options: Section): boolean {
  return options['_service_type'] === 'callback' || /callback/i.test(options['_service'] ?? '');
}

function service(
  options: Section,
  queue: string,
  note: (what: string) => void,
): RawConfiguration['services'][string] {
  const kept: Record<string, unknown> = {};
  // GMS: customers call, unless it is said otherwise.
  const calls = (options['_call_direction'] ?? 'USERORIGINATED') === 'USERORIGINATED';
  if (calls) {
    kept['_call_direction'] = 'USERORIGINATED';
    note('is called by customers: `access-number` has to be filled in');
  }
  for (const [name, value] of Object.entries(options)) {
    const why = isOption(name) ? carry(name, value, kept) : lost(name, value);
    if (why !== null) note(`${name}=${value.slice(0, 100)}: ${why}`);
  }
  const number = options['_calling_party_number'] ?? '';
  if (number === '') note('says no _calling_party_number: `caller-id` has to be filled in');
  return {
    ...(calls && { strategy: 'user-originated' }),
    queue,
    'caller-id': { number },
    options: kept,
  };
}

function carry(name: string, value: string, kept: Record<string, unknown>): string | null {
  const read = isTemplate(value) ? { value } : readOption(name, value);
  if ('why' in read) return read.why;
  kept[name] = read.value;
  return null;
}

/** Why an option has no effect here; null where nothing is lost with it. */
function lost(name: string, value: string): string | null {
  if (kinds.includes(name)) return null;
  if (!otherOption(name, value)) return 'there is no such option here';
  return otherOptions[name]?.why ?? null;
}

function serverWide(
  options: Section,
  genesys: NonNullable<RawConfiguration['genesys']>,
  left: string[],
): Section {
  const everywhere: Record<string, string> = {};
  for (const [name, value] of Object.entries(options)) {
    if (ofEveryService.includes(name)) everywhere[name] = value;
    else if (name === 'max_queued_callbacks_per_service')
      everywhere['_max_queued_callbacks_per_service'] = value;
    else if (name === 'filter-keys' || name === 'returned-keys') genesys[name] = value.split(/\s*,\s*/);
    else left.push(`[callback] ${name}=${value.slice(0, 100)}: there is no such setting here`);
  }
  return everywhere;
}

/** GMS: `_bh_regular1`, `_bh_add1`, `_bh_except1` and so on. */
function office(options: Section, note: (what: string) => void): RawOffice {
  const family = (prefix: string, read: (written: string) => { ok: boolean }): string[] =>
    Object.entries(options)
      .filter(([name]) => new RegExp(`^${prefix}\\d*$`).test(name))
      .flatMap(([name, value]) => {
        if (read(value).ok) return [value];
        note(`${name}=${value.slice(0, 100)}: it cannot be read`);
        return [];
      });
  const weekly = family('_bh_regular', readWeekly);
  const additions = family('_bh_add', readDated);
  const exceptions = family('_bh_except', readDated);
  return { 'time-zone': options['_timezone'] ?? 'UTC', weekly, additions, exceptions };
}

/** GMS: `_capacity_1` to `_capacity_7`, each `{"Mon": {"0800": 10}}`. */
function capacity(options: Section, note: (what: string) => void): RawCapacity {
  const weekly: RawCapacity['weekly'] = {};
  for (const [name, value] of Object.entries(options)) {
    if (!/^_capacity_([1-7]|add)$/.test(name) || value.trim() === '{}') continue;
    const days = name === '_capacity_add' ? null : stepsByDay(value);
    if (days) Object.assign(weekly, days);
    else note(`${name}=${value.slice(0, 100)}: ${name === '_capacity_add' ? 'write it under `dates`' : 'it cannot be read'}`);
  }
  return { ...(options['_timezone'] && { 'time-zone': options['_timezone'] }), weekly };
}

function stepsByDay(text: string): RawCapacity['weekly'] | null {
  try {
    const days = Object.entries(JSON.parse(text) as Record<string, Record<string, number>>);
    if (!days.every(([day]) => readWeekdays(day))) return null;
    return Object.fromEntries(
      days.map(([day, steps]) => [
        day,
        Object.fromEntries(
          Object.entries(steps).map(([time, count]) => [`${time.slice(0, 2)}:${time.slice(2)}`, count]),
        ),
      ]),
    );
  } catch {
    return null;
  }
}

function nameOf(written: string): string {
  const name = written.split('@')[0]?.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
  return name && name !== '__proto__' ? name : '_';
}
