const FOLDER = 'dialogs/';

/** The path of a file in the folder of strategies; that of any other file stays. */
export function chartPath(file: string): string {
  return file.startsWith(FOLDER) ? file.slice(FOLDER.length) : file;
}

/** The files of a set that a strategy can name by `src`, by their path in the folder of strategies. */
export function chartFiles(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(FOLDER) && /\.(scxml|vxml|grxml|js|json|xml|wav)$/.test(path))
      .map(([path, text]) => [path.slice(FOLDER.length), text]),
  );
}
