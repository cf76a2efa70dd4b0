import { didYouMean } from '../core/did-you-mean.ts';
import type { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawDialog, RawStep } from './dialog-schema.ts';

/** Names of the questions the server answers, with their outcomes. */
export type QuestionTable = Readonly<Record<string, { readonly outcomes: readonly string[] }>>;

/** Questions nobody answers, and outcomes that do not come or are not met. */
export function lintQuestions(yaml: PositionedYaml, raw: RawDialog, questions: QuestionTable): Problem[] {
  return Object.entries(raw.steps).flatMap(([name, step]) => {
    const key = step.ask === undefined ? 'choose' : 'ask';
    const asked = step[key];
    if (asked === undefined) return [];
    const outcomes = Object.hasOwn(questions, asked) ? questions[asked]?.outcomes : undefined;
    if (outcomes) return outcomeProblems(yaml, name, step, outcomes);
    const message = `the server answers no question "${asked}"${didYouMean(asked, Object.keys(questions))}`;
    return [yaml.problemAt(yaml.at(['steps', name, key]), 'question-unknown', message)];
  });
}

function outcomeProblems(
  yaml: PositionedYaml,
  name: string,
  step: RawStep,
  outcomes: readonly string[],
): Problem[] {
  const { next } = step;
  if (typeof next !== 'object' || Array.isArray(next)) return [];
  const unknown = Object.keys(next)
    .filter((outcome) => !outcomes.includes(outcome))
    .map((outcome) => {
      const message = `"${step.ask}" never answers "${outcome}"${didYouMean(outcome, outcomes)}`;
      return yaml.problemAt(yaml.keyAt(['steps', name, 'next', outcome]), 'outcome-unknown', message);
    });
  const unmet = outcomes
    .filter((outcome) => !Object.hasOwn(next, outcome))
    .map((outcome) => {
      const message = `"${step.ask}" may answer "${outcome}", for which there is no step`;
      return yaml.problemAt(yaml.keyAt(['steps', name, 'next']), 'outcome-missing', message);
    });
  return [...unknown, ...unmet];
}
