import { DateTime } from 'luxon';

import type { App } from '../app/ports.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { fileIn } from '../scxml/file-address.ts';
import type { SessionRow } from '../store/sessions.ts';
import { chartFiles } from './chart-files.ts';
import { objectOf } from './module.ts';

/** Lists that scripts ask for: list, item, key, value. They lie beside the project, or beside the strategies. */
const LISTS = 'lists.json';

/** ORS: what a function of `_genesys.session` reads; `asked` is the JSON list of its name and arguments. */
export async function readSession(app: App, row: SessionRow, asked: string): Promise<JsonObject> {
  const [name = '', first = '', second = '', third = null] = (JSON.parse(asked) as Json[]).map(asText);
  switch (name) {
    case 'dateInZone':
      return inZone(app, first, (time) => time.toFormat('yyyy-MM-dd'));
    case 'timeInZone':
      return inZone(app, first, (time) => time.toFormat('HH:mm:ss'));
    case 'dayInZone':
      return inZone(app, first, ({ weekday }) => weekday % 7);
    case 'getConfigOption':
      return { value: optionOf(app, row, second ?? '') };
    case 'getListItemValue':
      return listItem(app, row, [first ?? '', second ?? '', third]);
    default:
      return { error: `there are no statistical tables here: ${name ?? ''} knows no special day` };
  }
}

/** As a script would write it; null for nothing. */
function asText(value: Json): string | null {
  return typeof value === 'string' || value === null ? value : JSON.stringify(value);
}

function inZone({ clock }: App, zone: string | null, of: (time: DateTime) => Json): JsonObject {
  const time = DateTime.fromMillis(clock.now(), { zone: zone ?? '' });
  return time.isValid
    ? { value: of(time) }
    : { error: `there is no time zone "${(zone ?? '').slice(0, 50)}"` };
}

/** An option of the callback, else of the service; empty when it has none. */
function optionOf(app: App, { params }: SessionRow, name: string): Json {
  const service = app.config().services.find((one) => one.name === params['service']);
  const options: JsonObject = { ...service?.options, ...objectOf(params, 'options') };
  return Object.hasOwn(options, name) ? (options[name] ?? '') : '';
}

/** The item of a list, or the value of a key of it; empty when there is none. */
async function listItem(
  app: App,
  { setHash, strategy }: SessionRow,
  [list, item, key]: [string, string, string | null],
): Promise<JsonObject> {
  const files = chartFiles((await app.store.sets.get(setHash))?.files ?? {});
  const [project = ''] = strategy.includes('/') ? strategy.split('/') : [];
  const text = fileIn(files, project === '' ? LISTS : `${project}/${LISTS}`);
  if (text === null) return { error: `there is no ${LISTS} with the list "${list.slice(0, 50)}"` };
  const lists = parsed(text);
  if (lists === null) return { error: `${LISTS} is no JSON` };
  const found = memberOf(memberOf(lists, list), item);
  return { value: (key === null ? found : memberOf(found, key)) ?? '' };
}

function memberOf(value: Json, name: string): Json {
  const members = objectOf({ value }, 'value');
  return Object.hasOwn(members, name) ? (members[name] ?? null) : null;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
