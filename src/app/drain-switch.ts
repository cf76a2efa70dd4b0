import { RingbackError } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import type { SwitchHealth } from '../switch/switch.ts';
import type { App } from './ports.ts';

const KIND = 'switch.drain';
/** Further back nobody looks: switches are emptied by hand. */
const MOST = 1_000;

/**
 * Empties a switch, or lets calls be made on it again: from now on and after every restart, until it is told otherwise.
 * @throws SWITCH_UNKNOWN, STORE_DOWN
 */
export async function drainSwitch(app: App, name: string, draining: boolean): Promise<SwitchHealth> {
  const health = app.switch.health();
  if (!health.some((one) => one.name === name))
    throw new RingbackError('SWITCH_UNKNOWN', {
      switch: name.slice(0, 100),
      known: health.map((candidate) => candidate.name).join(', '),
    });
  const at = app.clock.now();
  const id = uuidOf(KIND, name, String(draining), at);
  await app.store.facts.add([{ id, at, kind: KIND, callbackId: null, data: { switch: name, draining } }]);
  app.switch.drain(name, draining);
  return app.switch.health().find((one) => one.name === name) as SwitchHealth;
}

/** Empties the switches again that were being emptied when the process before this one ended. @throws STORE_DOWN */
export async function drainAsBefore(app: App): Promise<void> {
  const facts = await app.store.facts.recent(KIND, MOST);
  for (const { name } of app.switch.health()) {
    const last = facts.find(({ data }) => data['switch'] === name);
    if (last?.data['draining'] === true) app.switch.drain(name, true);
  }
}
