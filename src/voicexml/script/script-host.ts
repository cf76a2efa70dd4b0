import type { Clock } from '../../core/clock.ts';
import type { ScriptRuntime } from '../../sandbox/script-runtime.ts';
import type { ScopeHost } from './page-script.ts';
import { scopeHostSource } from './scope-host.ts';

/** Sets the scope host up in a runtime, for one call after the other. Every command is counted afresh against limits. */
export function startScopeHost(runtime: ScriptRuntime): (clock: Clock) => ScopeHost {
  const host = runtime.callFactory(runtime.compile(scopeHostSource), [runtime.timeAndChance]);
  return (clock) => {
    let seed = 0;
    return (command, argumentsJson) => {
      runtime.countAfresh();
      const text = `[${clock.now()},${seed++},"${command}",${argumentsJson}]`;
      return runtime.exchange(host, text) ?? 'undefined';
    };
  };
}
