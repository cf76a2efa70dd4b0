import { questions } from '../app/questions.ts';
import type { Configuration } from '../callback/configuration.ts';
import type { publishFolder } from '../dialog/publish-folder.ts';
import { strategyProblems } from '../strategy/lint.ts';
import { voiceFor } from '../voice/speech/open-speech.ts';
import { projectFolder } from './project-folder.ts';

/** Dialogs, strategies and prompts of this project, and how they are checked beside its configuration. */
export function projectSource(configuration: Configuration | null): Parameters<typeof publishFolder>[1] {
  const source = { folder: projectFolder(), questions, lintStrategy: strategyProblems };
  if (!configuration) return source;
  const { switches, voice } = configuration;
  const silent = switches.some((one) => one.kind === 'freeswitch' && one.speech === null);
  const everyOneSpeaks = hasRealSwitch(configuration) && !silent;
  return {
    ...source,
    voices: { needed: silent, speaks: everyOneSpeaks ? () => true : voiceFor(voice) },
  };
}

/** Real switches have to be brought sound; simulated ones take texts. */
export function hasRealSwitch({ switches }: Configuration): boolean {
  return switches.some(({ kind }) => kind === 'freeswitch');
}
