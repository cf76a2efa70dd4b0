import type { Clock } from '../../core/clock.ts';
import { ScriptRuntime } from '../../sandbox/script-runtime.ts';
import type { ScopeHost } from './page-script.ts';
import { startScopeHost } from './script-host.ts';

/** An expression that goes on for about 100 ms is cut off. */
const limits = { interrupts: 1_000, memoryBytes: 8 * 1024 * 1024, stackBytes: 256 * 1024 };
/**
 * Engines that are kept for later calls; to make one takes longer than most pages. They cost nothing but what as many
 * calls at once have taken already: the memory of the interpreter grows and never shrinks (half a megabyte each).
 */
const MOST_IDLE = 200;
/** However well it was restored: whatever may grow in one does not grow for ever. */
const MOST_CALLS = 200;

/** The script engine of one call at a time. */
export interface ScriptEngine {
  host: ScopeHost;
  /** The call is over. */
  giveBack(): void;
}

interface Idle {
  runtime: ScriptRuntime;
  start: (clock: Clock) => ScopeHost;
  calls: number;
}

const idle: Idle[] = [];

/** An engine in which no call has left anything. `loadScriptEngine` must have resolved. */
export function takeScriptEngine(clock: Clock): ScriptEngine {
  const engine = idle.pop() ?? newEngine();
  const host = engine.start(clock);
  return {
    host,
    giveBack() {
      if (++engine.calls < MOST_CALLS && idle.length < MOST_IDLE && isRestored(engine, host))
        idle.push(engine);
      else engine.runtime.dispose();
    },
  };
}

function newEngine(): Idle {
  const runtime = new ScriptRuntime(limits);
  return { runtime, start: startScopeHost(runtime), calls: 0 };
}

function isRestored({ runtime }: Idle, host: ScopeHost): boolean {
  try {
    host('reset', '[]');
    return runtime.restore();
  } catch {
    return false;
  }
}
