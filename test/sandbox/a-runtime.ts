import { loadScriptEngine, ScriptRuntime, type ScriptLimits } from '../../src/sandbox/script-runtime.ts';
import type { Json } from '../../src/core/json.ts';

export const NOON = Date.UTC(2026, 0, 5, 12);

/** A runtime that has begun a unit of work. */
export async function aRuntime(limits: Partial<ScriptLimits> = {}): Promise<ScriptRuntime> {
  await loadScriptEngine();
  const runtime = new ScriptRuntime(limits);
  runtime.begin({ now: NOON, seed: 1 });
  return runtime;
}

/** The value of a script's body in this runtime. */
export function run(runtime: ScriptRuntime, body: string): Json | undefined {
  return runtime.call(runtime.compile(`function () { ${body} }`));
}

/** The value of a script's body in a runtime of its own. */
export async function runAlone(body: string, limits: Partial<ScriptLimits> = {}): Promise<Json | undefined> {
  const runtime = await aRuntime(limits);
  try {
    return run(runtime, body);
  } finally {
    runtime.dispose();
  }
}
