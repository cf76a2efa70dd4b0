import { dirname, join } from 'node:path/posix';

/** Name of a file that a document names by `src`: it has several addresses. */
export function fileNameOf(address: string): string {
  return address.replace(/^file:(\/\/)?/, '').replace(/^\.\//, '');
}

/** The path of a file that the document at `path` names by `src`: what it names is relative to itself. */
export function pathFrom(path: string, address: string): string {
  return join(dirname(path), fileNameOf(address));
}

/**
 * The file of that path; null when there is none. Projects from Windows do not always spell a name as the file has it:
 * the only one that differs in capitals is meant.
 */
export function fileIn(files: Readonly<Record<string, string>>, path: string): string | null {
  const name = fileNameOf(path);
  if (Object.hasOwn(files, name)) return files[name] ?? null;
  const alike = Object.keys(files).filter((one) => one.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? (files[alike[0] ?? ''] ?? null) : null;
}
