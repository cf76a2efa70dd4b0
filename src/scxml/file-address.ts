/** Name of a file that a document names by `src`: it has several addresses. */
export function fileNameOf(address: string): string {
  return address.replace(/^file:(\/\/)?/, '').replace(/^\.\//, '');
}

/** The file that a document names by `src`; null when there is none. */
export function fileIn(files: Readonly<Record<string, string>>, address: string): string | null {
  const name = fileNameOf(address);
  return Object.hasOwn(files, name) ? (files[name] ?? null) : null;
}
