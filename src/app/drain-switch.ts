import { RingbackError } from '../core/errors.ts';
import type { SwitchHealth } from '../switch/switch.ts';
import type { App } from './ports.ts';

/** Empties a switch, or lets calls be made on it again, on this node. @throws SWITCH_UNKNOWN */
export function drainSwitch(app: App, name: string, draining: boolean): SwitchHealth {
  const known = app.switch.drain(name, draining);
  const health = app.switch.health();
  const one = known ? health.find((candidate) => candidate.name === name) : undefined;
  if (one) return one;
  throw new RingbackError('SWITCH_UNKNOWN', {
    switch: name.slice(0, 100),
    known: health.map((candidate) => candidate.name).join(', '),
  });
}
