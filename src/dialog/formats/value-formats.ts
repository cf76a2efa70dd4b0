import type { Json } from '../../core/json.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { instantOf, numberOf, plain, type Language } from './language.ts';
import { spanish } from './spanish.ts';
import { spokenNumber } from './spoken-number.ts';

/** Says a value in words. `zone` is the IANA time zone of the service. */
type ValueFormat = (value: Json, context: { zone: string }) => string;

/** What a prompt can write behind the bar in `{wait.seconds|duration}`; `text` when it writes none. */
export const formatNames = ['text', 'digits', 'duration', 'number', 'spell', 'time', 'date'] as const;
type FormatName = (typeof formatNames)[number];
type ValueFormats = Readonly<Record<FormatName, ValueFormat>>;

/** True for a format every language has. */
export function isFormat(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}

/** They are ours, for platforms read `say-as` each in its own way. */
const languages: Readonly<Record<string, Language>> = {
  en: english,
  es: spanish,
  de: german,
  fr: french,
};

const made = new Map<string, ValueFormats>();

/** The formats of a locale such as `en-US`; undefined when its language has none. */
export function formatsOf(locale: string): ValueFormats | undefined {
  const language = locale.split('-')[0] ?? '';
  if (!Object.hasOwn(languages, language)) return undefined;
  const formats = made.get(locale) ?? formatsIn(locale, languages[language] ?? english);
  made.set(locale, formats);
  return formats;
}

/** The formats of a locale, or those of `en-US` when its language has none. */
export function formatsFor(locale: string): ValueFormats {
  return formatsOf(locale) ?? formatsIn('en-US', english);
}

/** Whatever the value is, something is said, never an error. */
function formatsIn(locale: string, language: Language): ValueFormats {
  const known =
    <Read>(read: (value: Json) => Read | null, say: (value: Read, zone: string) => string): ValueFormat =>
    (value, { zone }) => {
      const given = read(value);
      return given === null ? plain(value) : say(given, zone);
    };
  return {
    text: plain,
    number: known(numberOf, (value) => value.toLocaleString(locale, { maximumFractionDigits: 2 })),
    duration: known(numberOf, (seconds) => language.duration(seconds)),
    digits: (value) => spokenNumber(plain(value), locale, language),
    spell: (value) => Array.from(plain(value).replace(/\s+/gu, '')).join(', '),
    time: known(instantOf, (ms, zone) => language.time(ms, { locale, zone })),
    date: known(instantOf, (ms, zone) =>
      new Intl.DateTimeFormat(locale, {
        weekday: 'long',
        month: 'long',
        day: 'numeric',
        timeZone: zone,
      }).format(ms),
    ),
  };
}
