// Installs what is missing before `npm start` and `npm test`. Has no dependencies and runs on old Node too.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.ringback-lock');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const node = join(root, 'node_modules', '.bin', 'node');

if (!installed()) install();
check();

function installed() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node);
}

function install() {
  console.log('Installing dependencies (the lock file changed or nothing is installed yet) ...');
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : ['npm'];
  const [program, ...prefix] = command;
  const result = spawnSync(program, [...prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) {
    console.error(
      '\nnpm ci failed, see above. Ringback needs the npm registry (or a mirror of it) once, to install.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

function check() {
  let version = '';
  try {
    version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  } catch (error) {
    console.error('Node.js 24 of the package "node" does not run here: ' + error.message);
    console.error('Install Node.js 24 or newer on this machine, delete node_modules and start again.');
    process.exit(1);
  }
  if (Number(version.slice(1).split('.')[0]) < 24) {
    console.error('Ringback needs Node.js 24 or newer, found ' + version + '.');
    process.exit(1);
  }
}
