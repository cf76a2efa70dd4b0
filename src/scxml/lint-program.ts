import { serveWorker } from '../sandbox/serve-worker.ts';
import { fileIn } from './file-address.ts';
import { compileChart } from './compile.ts';
import type { ModuleRegistry } from './step.ts';

interface LintRequest {
  file: string;
  path: string;
  text: string;
  files: Record<string, string>;
  registry: ModuleRegistry;
}

serveWorker((request) => {
  const { files, ...source } = request as LintRequest;
  return compileChart({ ...source, resolve: (address) => fileIn(files, address) }).problems;
});
