import type { Core } from '../core.ts';
import type { ApiCommand } from './channels.ts';

const USAGE = '-USAGE: sim ring <from> <to> | lag <ms> | mute <ms> | drop\n';

/**
 * `sim`, which a real switch does not have: lets somebody ring in, and makes the switch misbehave.
 * - `ring FROM TO`: the person at FROM rings TO
 * - `lag MS`: events come so much later, answers do not; 0 ends it
 * - `mute MS`: for so long no command is carried out or answered, as on a switch that hangs
 * - `drop`: all connections are cut, doors too, and calls go on
 */
export function simulationCommand(core: Core): ApiCommand {
  return (argument) => {
    const [what = '', ...words] = argument.trim().split(/\s+/);
    const [one = '', two = ''] = words;
    const ms = /^\d{1,7}$/.test(one) ? Number(one) : null;
    if (what === 'ring' && two !== '') return `+OK ${core.ring(one, two)}\n`;
    if (what === 'lag' && ms !== null) core.faults.eventLagMs = ms;
    else if (what === 'mute' && ms !== null) core.faults.mutedUntil = core.clock.now() + ms;
    else if (what === 'drop') setImmediate(() => core.dropConnections());
    else return USAGE;
    return '+OK\n';
  };
}
