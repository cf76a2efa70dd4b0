import { questions } from '../app/questions.ts';
import type { Configuration } from '../callback/configuration.ts';
import type { publishFolder } from '../dialog/publish-folder.ts';
import { strategyProblems } from '../strategy/lint.ts';
import { voiceFor } from '../voice/speech/open-speech.ts';
import { projectFolder } from './project-folder.ts';

/** Dialogs, strategies and prompts of this project, and how they are checked beside its configuration. */
export function projectSource(configuration: Configuration | null): Parameters<typeof publishFolder>[1] {
  const languages = configuration ? languagesOf(configuration) : [];
  const prompts = configuration?.prompts ?? {};
  const source = { folder: projectFolder(), questions, lintStrategy: strategyProblems, languages, prompts };
  // Simulated switches take texts.
  if (!configuration || !hasRealSwitch(configuration)) return source;
  return { ...source, voices: { speaks: spokenLocales(configuration) } };
}

function languagesOf({ services, routingPoints }: Configuration): { locale: string; of: string }[] {
  return [
    ...services.map(({ name, locale }) => ({ locale, of: `service ${name}` })),
    ...routingPoints.flatMap(({ number, language }) =>
      language === null ? [] : [{ locale: language, of: `routing point ${number}` }],
    ),
  ];
}

/** The locales that nobody ever hears need no voice, nor does any where every real switch has one of its own. */
function spokenLocales(configuration: Configuration): (locale: string) => boolean {
  const languageOf = (locale: string): string => locale.split('-')[0] ?? '';
  const { switches, voice } = configuration;
  const heard = new Set(languagesOf(configuration).map(({ locale }) => languageOf(locale)));
  const ours = switches.some((one) => one.kind === 'freeswitch' && one.speech === null);
  const speaks = voiceFor(voice);
  return (locale) => !ours || !heard.has(languageOf(locale)) || speaks(locale);
}

/** Real switches have to be brought sound. */
export function hasRealSwitch({ switches }: Configuration): boolean {
  return switches.some(({ kind }) => kind === 'freeswitch');
}
