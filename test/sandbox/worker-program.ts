import { loadScriptEngine, ScriptRuntime } from '../../src/sandbox/script-runtime.ts';
import { serveWorker } from '../../src/sandbox/serve-worker.ts';

await loadScriptEngine();
let served = 0;

/** `{ script }` runs a script, `{ die }` ends the thread; any answer tells how many this thread has given. */
serveWorker((request) => {
  const { script, die } = request as { script?: string; die?: boolean };
  if (die) process.exit(1);
  if (script === undefined) return { served: ++served };
  const runtime = new ScriptRuntime();
  runtime.begin({ now: 0, seed: 1 });
  return { served: ++served, value: runtime.call(runtime.compile(`() => { ${script} }`)) };
});
