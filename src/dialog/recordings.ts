import type { Files } from './compile-set.ts';

/** Is a prompt recorded as a whole, or one of its pieces (counted from 0) by itself? */
export function isRecorded(
  files: Files,
  { locale, name, piece }: { locale: string; name: string; piece: number | null },
): boolean {
  const has = (file: string): boolean => Object.hasOwn(files, `prompts/${locale}/${file}.wav`);
  return has(name) || (piece !== null && has(`${name}.${piece + 1}`));
}
