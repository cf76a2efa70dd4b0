// Holds the licences of what ships to an allow-list. Reads node_modules; has no dependencies.
import { readFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // Its notice is in NOTICE, as it asks for.
  'BSD-4-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'MIT-0',
  'PSF-2.0',
  // Unmodified and beside ours (MPL 2.0 §3.3): ical.js.
  'MPL-2.0',
  // Data with a notice in NOTICE: the holidays of date-holidays.
  'CC-BY-3.0',
]);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const bad = [];
let count = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!path || entry.dev) continue;
  count++;
  const file = join(root, path, 'package.json');
  const licence =
    entry.license ??
    (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).license : undefined) ??
    'none';
  const parts = String(licence).replace(/[()]/g, '').split(/ OR /);
  if (!parts.some((part) => part.split(/ AND /).every((one) => allowed.has(one))))
    bad.push(`${path}: ${licence}`);
}
if (bad.length > 0) {
  console.error('Licences outside the allow-list of scripts/check-licences.mjs:\n' + bad.join('\n'));
  process.exit(1);
}
console.log(`licences of ${count} packages are allowed`);
