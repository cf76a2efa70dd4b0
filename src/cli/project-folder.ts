import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where dialogs/ and prompts/ are: this folder, else what Ringback ships. */
export function projectFolder(): string {
  if (existsSync(join(process.cwd(), 'dialogs'))) return process.cwd();
  return fileURLToPath(new URL('../..', import.meta.url));
}
