import type { PromptBook } from '../../dialog/prompt-book.ts';

/** Tells by what was said which prompt of a locale it is; null for none. `likely` ones are tried first. */
type PromptNames = (said: string, likely: ReadonlySet<string>) => string | null;

/** Of the prompts of a book. A value may be any words; where two prompts fit, the one with more words of its own. */
export function promptNames(book: PromptBook): PromptNames {
  const forms = [...book.prompts].map(([name, pieces]) => {
    const written = pieces.flat().map((part) => (part.kind === 'text' ? part.text : null));
    const source = pieces.map((piece) =>
      piece.map((part) => (part.kind === 'text' ? escaped(part.text) : heardAs(part.format))).join(''),
    );
    const weight = written.reduce((sum, part) => sum + (part?.length ?? 0), 0);
    return { name, weight, form: new RegExp(`^${source.map((one) => one.trim()).join(' ?')}$`, 'su') };
  });
  forms.sort((a, b) => b.weight - a.weight);
  return (said, likely) => {
    const recorded = /\/([^/]+?)(\.\d+)?\.wav$/.exec(said)?.[1];
    const fitting = forms.filter(({ form }) => form.test(said)).map(({ name }) => name);
    return recorded ?? fitting.find((name) => likely.has(name)) ?? fitting[0] ?? null;
  };
}

/** What a caller said is no words. */
function heardAs(format: string): string {
  return format === 'recording' ? '' : '.*';
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
