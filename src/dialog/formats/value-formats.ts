import type { Json } from '../../core/json.ts';
import { englishFormats } from './english.ts';

/** Says a value in words. `zone` is the IANA time zone of the service. */
type ValueFormat = (value: Json, context: { zone: string }) => string;

/** What a prompt can write behind the bar in `{wait.seconds|duration}`; `text` when it writes none. */
export const formatNames = ['text', 'digits', 'duration', 'number', 'time', 'date'] as const;
type FormatName = (typeof formatNames)[number];
type ValueFormats = Readonly<Record<FormatName, ValueFormat>>;

/** True for a format every language has. */
export function isFormat(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}

/** The formats by language. They are ours, for platforms read `say-as` each in its own way. */
const languages: Readonly<Record<string, ValueFormats>> = { en: englishFormats };

/** The formats of a locale such as `en-US`; undefined when its language has none. */
export function formatsOf(locale: string): ValueFormats | undefined {
  const language = locale.split('-')[0] ?? '';
  return Object.hasOwn(languages, language) ? languages[language] : undefined;
}
