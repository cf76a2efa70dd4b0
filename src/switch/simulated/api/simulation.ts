import type { Core } from '../core.ts';
import type { ApiCommand } from './on-call.ts';

const USAGE = '-USAGE: sim ring <from> <to> | lag <ms> | mute <ms> | one <ms> | flood <events> | drop\n';

/**
 * `sim`, which a real switch does not have: lets somebody ring in, and makes the switch misbehave.
 * - `ring FROM TO`: the person at FROM rings TO
 * - `lag MS`: events come so much later, answers do not; 0 ends it
 * - `mute MS`: for so long no command is carried out or answered, as on a switch that hangs
 * - `one MS`: for so long that is so for all connections but the oldest
 * - `flood N`: so many events at once of calls that are none of the client's business
 * - `drop`: all connections are cut, doors too, and calls go on
 */
export function simulationCommand(core: Core): ApiCommand {
  return (argument) => {
    const [what = '', ...words] = argument.trim().split(/\s+/);
    const [one = '', two = ''] = words;
    const count = /^\d{1,7}$/.test(one) ? Number(one) : null;
    if (what === 'ring' && two !== '') return `+OK ${core.ring(one, two)}\n`;
    if (what === 'lag' && count !== null) core.faults.eventLagMs = count;
    else if (what === 'mute' && count !== null) core.faults.mutedUntil = core.clock.now() + count;
    else if (what === 'one' && count !== null) core.faults.oneConnectionUntil = core.clock.now() + count;
    else if (what === 'flood' && count !== null) flood(core, count);
    else if (what === 'drop') setImmediate(() => core.dropConnections());
    else return USAGE;
    return '+OK\n';
  };
}

/** Half of them of channels, half of jobs; each with as much in it as that of a channel that is up. */
function flood(core: Core, events: number): void {
  const filler = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `variable_of_others_${index}`,
      `value ${index} of somebody else's`,
    ]),
  );
  for (let index = 0; index < events; index++) {
    const id = core.newUuid();
    if (index % 2 === 0) core.bus.fire('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': id, ...filler });
    else core.bus.fire('BACKGROUND_JOB', { 'Job-UUID': id, 'Job-Command': 'originate' }, '-ERR USER_BUSY\n');
  }
}
