import { parseDocument } from 'yaml';

import type { Files } from './compile-set.ts';

/** Texts of prompts by locale and name. */
export type PromptTexts = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/** The files with these texts in place of those of prompts/<locale>.yaml; a file that cannot be read stays as it is. */
export function overlayPrompts(files: Files, texts: PromptTexts): Files {
  const overlaid = Object.entries(texts).map(([locale, prompts]) => {
    const file = `prompts/${locale}.yaml`;
    return [file, withTexts(files[file] ?? '', prompts)] as const;
  });
  return { ...files, ...Object.fromEntries(overlaid) };
}

function withTexts(text: string, prompts: PromptTexts[string]): string {
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  for (const [name, prompt] of Object.entries(prompts)) document.set(name, prompt);
  return document.toString({ lineWidth: 0 });
}
