import type { Call } from '../call.ts';
import type { Core } from '../core.ts';

export type ApiCommand = (argument: string) => string;

export const NO_CHANNEL = '-ERR No such channel!\n';

/** A command that is about one channel: `name <uuid> ...`. */
export function onCall(core: Core, act: (call: Call, rest: string) => string): ApiCommand {
  return (argument) => {
    const [, uuid = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(argument) ?? [];
    const call = core.calls.get(uuid);
    return call && !call.line.end ? act(call, rest.trim()) : NO_CHANNEL;
  };
}
