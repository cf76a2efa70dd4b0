import type { Core } from '../core.ts';
import { channelCommands } from './channels.ts';
import { detectorCommands } from './detectors.ts';
import { simulationCommand } from './simulation.ts';
import { systemCommands } from './system.ts';

/** Carries out `name arguments`; the text is the response's body. */
export type ApiTable = (line: string) => Promise<string>;

/** Makes the api of a switch; `originate` is handed in, since it needs more than the core. */
export function createApi(core: Core, originate: (argument: string) => Promise<string>): ApiTable {
  const table = {
    ...systemCommands(core),
    ...channelCommands(core),
    ...detectorCommands(core),
    sim: simulationCommand(core),
    originate,
  };
  return async (line) => {
    const [, name = '', argument = ''] = /^(\S*)\s*(.*)$/s.exec(line) ?? [];
    const known = Object.hasOwn(table, name) ? table[name as keyof typeof table] : undefined;
    return known ? known(argument) : `-ERR ${name} Command not found!\n`;
  };
}
