import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

import { fileNameOf } from '../scxml/file-address.ts';

/** Texts of the files that lie in the folder of a document or below, by the address it names them by; null for others. */
export function filesBeside(file: string): (address: string) => string | null {
  const folder = resolve(dirname(file));
  return (address) => {
    const path = resolve(folder, fileNameOf(address));
    if (relative(folder, path).startsWith('..')) return null;
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  };
}
