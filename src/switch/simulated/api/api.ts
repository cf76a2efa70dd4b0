import type { Core } from '../core.ts';
import { channelCommands } from './channels.ts';
import { detectorCommands } from './detectors.ts';
import { simulationCommand } from './simulation.ts';
import { systemCommands } from './system.ts';

/** Tells the text of a response. */
export type Tell = (text: string) => void;

/** Carries out `name arguments` and tells the response's body, perhaps before it returns. */
export type ApiTable = (line: string, tell: Tell) => void;

/** Makes the api of a switch; `originate` is handed in, since it needs more than the core. */
export function createApi(core: Core, originate: ApiTable): ApiTable {
  const table = {
    ...systemCommands(core),
    ...channelCommands(core),
    ...detectorCommands(core),
    sim: simulationCommand(core),
  };
  return (line, tell) => {
    const [, name = '', argument = ''] = /^(\S*)\s*(.*)$/s.exec(line) ?? [];
    const known = Object.hasOwn(table, name) ? table[name as keyof typeof table] : undefined;
    if (name === 'originate') originate(argument, tell);
    else tell(known ? known(argument) : `-ERR ${name} Command not found!\n`);
  };
}
