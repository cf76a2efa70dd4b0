import { readFileSync } from 'node:fs';

import { stringify } from 'yaml';

import { importGms } from '../config/import-gms.ts';
import { readGmsSections, type GmsSections } from '../config/read-gms-sections.ts';
import { messageOf } from '../core/errors.ts';
import { Refusal } from './client.ts';

/** `ringback import gms FILE`: parts of config/ringback.yaml on the standard output, what could not be carried on the other. */
export function importFromGms(file: string): void {
  const { configuration, left } = importGms(sectionsOf(file));
  const parts = Object.entries(configuration).filter(([, part]) => Object.keys(part).length > 0);
  console.log(stringify(Object.fromEntries(parts), { lineWidth: 0 }).trimEnd());
  for (const line of left) console.error(`left behind: ${line}`);
}

function sectionsOf(file: string): GmsSections {
  try {
    return readGmsSections(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(`${file}: ${messageOf(error)}`);
  }
}
