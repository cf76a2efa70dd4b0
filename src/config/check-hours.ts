import { unknownPlace } from '../callback/hours/holidays.ts';
import { readDated, readWeekdays, readWeekly } from '../callback/hours/read-hours.ts';
import { isZone } from '../callback/hours/wall-clock.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import type { PositionedYaml, YamlPath } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import { placeOf } from './complete-hours.ts';
import type { RawConfiguration } from './configuration-schema.ts';
import type { RawCapacity, RawOffice } from './hours-schema.ts';

/** Mistakes in office hours and capacities, and options that name what is not there. */
export function hoursMistakes(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const { hours = {}, capacity = {} } = raw;
  return [
    ...Object.entries(hours).flatMap(([name, office]) => officeMistakes(yaml, name, office)),
    ...Object.entries(capacity).flatMap(([name, grid]) => gridMistakes(yaml, name, grid)),
    ...Object.entries(raw.services).flatMap(([name, { options = {} }]) => [
      ...unknown(yaml, ['services', name, 'options', '_business_hours_service'], options, Object.keys(hours)),
      ...unknown(yaml, ['services', name, 'options', '_capacity_service'], options, Object.keys(capacity)),
    ]),
  ];
}

function officeMistakes(yaml: PositionedYaml, name: string, office: RawOffice): Problem[] {
  const at = ['hours', name];
  const place = office.holidays ? unknownPlace(placeOf(office.holidays)) : null;
  return [
    ...zone(yaml, [...at, 'time-zone'], office['time-zone']),
    ...texts(yaml, [...at, 'weekly'], office.weekly, readWeekly),
    ...texts(yaml, [...at, 'additions'], office.additions, readDated),
    ...texts(yaml, [...at, 'exceptions'], office.exceptions, readDated),
    ...(place === null ? [] : [problem(yaml, [...at, 'holidays'], place)]),
  ];
}

function gridMistakes(yaml: PositionedYaml, name: string, grid: RawCapacity): Problem[] {
  const at = ['capacity', name];
  const days = Object.keys(grid.weekly).filter((written) => readWeekdays(written) === null);
  const dates = Object.keys(grid.dates ?? {}).filter((written) => !readDated(written).ok || / /.test(written));
  return [
    ...(grid['time-zone'] === undefined ? [] : zone(yaml, [...at, 'time-zone'], grid['time-zone'])),
    ...days.map((one) => problem(yaml, [...at, 'weekly', one], `"${one}" is no days such as Mon-Fri or Sat,Sun`)),
    ...dates.map((one) => problem(yaml, [...at, 'dates', one], `"${one}" is no date such as 12-24 or 2026-12-24`)),
  ];
}

function zone(yaml: PositionedYaml, path: YamlPath, name: string): Problem[] {
  if (isZone(name)) return [];
  return [problem(yaml, path, `"${name}" is no time zone such as Europe/Berlin or America/New_York`)];
}

function texts(
  yaml: PositionedYaml,
  path: YamlPath,
  written: string[] | undefined,
  read: (text: string) => { ok: true } | { ok: false; why: string },
): Problem[] {
  return (written ?? []).flatMap((text, index) => {
    const found = read(text);
    return found.ok ? [] : [problem(yaml, [...path, index], `"${text}": ${found.why}`)];
  });
}

function unknown(
  yaml: PositionedYaml,
  path: YamlPath,
  options: Record<string, unknown>,
  known: string[],
): Problem[] {
  const name = options[String(path.at(-1))];
  if (typeof name !== 'string' || name === '' || known.includes(name)) return [];
  const where = path.at(-1) === '_capacity_service' ? 'capacity' : 'hours';
  const message = `there is nothing named "${name}" under "${where}"${didYouMean(name, known)}`;
  return [yaml.problemAt(yaml.at(path), 'reference', message)];
}

function problem(yaml: PositionedYaml, path: YamlPath, message: string): Problem {
  return yaml.problemAt(yaml.at(path), 'hours', message);
}
