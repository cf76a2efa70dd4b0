import { type EslEvent, eventAsJson, eventAsPlain } from '../event.ts';

/** What `myevents` lets through: no DETECTED_TONE, PLAYBACK_*, RECORD_*, CUSTOM or CALL_UPDATE (measured). */
const MY_EVENTS = [
  ...['CREATE', 'DESTROY', 'STATE', 'ANSWER', 'HANGUP', 'HANGUP_COMPLETE', 'EXECUTE', 'EXECUTE_COMPLETE'],
  ...['BRIDGE', 'UNBRIDGE', 'PROGRESS', 'PROGRESS_MEDIA', 'OUTGOING', 'ORIGINATE', 'PARK', 'UNPARK'],
].map((name) => `CHANNEL_${name}`);

interface Filter {
  header: string;
  value: string;
  matches: (actual: string) => boolean;
}

/** Which events a connection gets, and in which form. */
export class Subscription {
  format: 'plain' | 'json' = 'plain';
  #all = false;
  #names = new Set<string>();
  #subclasses = new Set<string>();
  #filters: Filter[] = [];
  /** Only events of this channel (`myevents`). */
  #own: string | null = null;

  /** `event json CHANNEL_ANSWER CUSTOM avmd::beep`; false when it names nothing. */
  add(argument: string): boolean {
    const words = argument.split(/\s+/).filter((word) => word !== '');
    const format = words[0]?.toLowerCase();
    if (format === 'json' || format === 'plain') {
      this.format = format;
      words.shift();
    }
    let custom = false;
    for (const word of words) {
      if (word.toUpperCase() === 'ALL') this.#all = true;
      else if (word.toUpperCase() === 'CUSTOM') custom = true;
      else if (custom) this.#subclasses.add(word);
      else this.#names.add(word.toUpperCase());
    }
    return words.length > 0;
  }

  addOwn(uuid: string, format: string): void {
    if (format === 'json' || format === 'plain') this.format = format;
    this.#own = uuid;
    for (const name of [...MY_EVENTS, 'DTMF']) this.#names.add(name);
  }

  remove(argument: string): void {
    for (const word of argument.split(/\s+/)) {
      if (word.toUpperCase() === 'ALL') this.clear();
      this.#names.delete(word.toUpperCase());
      this.#subclasses.delete(word);
    }
  }

  clear(): void {
    this.#all = false;
    this.#names.clear();
    this.#subclasses.clear();
    this.#own = null;
  }

  /** `filter <header> <value>` and `filter delete <header>|all [<value>]`; the answer as on the wire. */
  filter(argument: string): string {
    const [first = '', second = '', ...rest] = argument.split(/\s+/);
    if (first === 'delete') {
      const value = rest.join(' ');
      this.#filters = this.#filters.filter(
        (filter) =>
          !(second === 'all' || (filter.header === second && (value === '' || filter.value === value))),
      );
      return `+OK filter deleted. [${second}][${value}]`;
    }
    if (second === '') return '-ERR invalid syntax';
    const value = [second, ...rest].join(' ');
    const matches = matcher(value.replace(/^-/, ''));
    if (!matches) return '-ERR invalid syntax';
    this.#filters.push({ header: first, value, matches });
    return `+OK filter added. [${first}]=[${value}]`;
  }

  /** The event as this connection gets it, or null. */
  render(event: EslEvent): { type: string; text: string } | null {
    if (!this.#wants(event)) return null;
    const text = this.format === 'json' ? eventAsJson(event) : eventAsPlain(event);
    return { type: `text/event-${this.format}`, text };
  }

  #wants({ headers }: EslEvent): boolean {
    const name = headers['Event-Name'] ?? '';
    const named =
      this.#all ||
      (name === 'CUSTOM' ? this.#subclasses.has(headers['Event-Subclass'] ?? '') : this.#names.has(name));
    if (!named || (this.#own !== null && headers['Unique-ID'] !== this.#own)) return false;
    const hits = this.#filters.filter(({ header, matches }) => matches(headers[header] ?? ''));
    // A value that begins with `-` keeps events out; of the others one is enough.
    if (hits.some(({ value }) => value.startsWith('-'))) return false;
    return hits.length > 0 || this.#filters.every(({ value }) => value.startsWith('-'));
  }
}

/** How a filter's value is compared: `/re/` is a pattern. Null when it is a bad one. */
function matcher(value: string): Filter['matches'] | null {
  const pattern = /^\/(.*)\/$/.exec(value)?.[1];
  if (pattern === undefined) return (actual) => actual === value;
  try {
    const expression = new RegExp(pattern);
    return (actual) => expression.test(actual);
  } catch {
    return null;
  }
}
