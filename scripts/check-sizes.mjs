// File sizes: at most 400 lines, the median under 100.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file));
const sizes = files
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines);
const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0;
const long = sizes.filter(({ lines }) => lines > 400);
for (const { file, lines } of long) console.error(`${file} has ${lines} lines, more than 400`);
if (median >= 100) console.error(`the median file has ${median} lines, 100 or more`);
console.log(`${sizes.length} files, median ${median} lines, longest ${sizes.at(-1)?.lines ?? 0}`);
process.exit(long.length > 0 || median >= 100 ? 1 : 0);
