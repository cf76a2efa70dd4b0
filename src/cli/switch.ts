import type { SwitchHealth } from '../switch/switch.ts';
import type { Client } from './client.ts';

/** `ringback switch drain NAME` and `ringback switch resume NAME`. */
export async function setSwitch(client: Client, name: string, wanted: 'drain' | 'resume'): Promise<void> {
  const path = `/api/v1/switches/${encodeURIComponent(name)}/${wanted}`;
  const { draining, calls } = (await client.send('POST', path)) as SwitchHealth;
  console.log(
    draining ? `switch ${name} is being emptied, ${calls} calls are left` : `switch ${name} takes calls`,
  );
}
