import type { DialAck, DialRequest, Switch, SwitchCall, SwitchHealth, SwitchListener } from './switch.ts';

/** Where the switches of a fleet open their doors. */
export interface SharedDoors {
  listen(): Promise<unknown>;
  close(): Promise<void>;
}

/** Makes one switch of several. `doors`, when there are any, open before the switches start and close after them. */
export function createFleet(members: readonly Switch[], doors?: SharedDoors): Switch {
  return {
    async start(listener: SwitchListener) {
      await doors?.listen();
      await Promise.all(members.map((member) => member.start(listener)));
    },

    async stop() {
      await Promise.all(members.map((member) => member.stop()));
      await doors?.close();
    },

    dial: (request) => dialOneOf(candidates(members, request), request),

    call: (id) => callOn(members, id),

    async lookup(id) {
      const answers = await Promise.all(members.map((member) => member.lookup(id)));
      if (answers.includes('alive')) return 'alive';
      return answers.includes('unknown') ? 'unknown' : 'gone';
    },

    async kill(id, cause) {
      await Promise.all(members.map((member) => member.kill(id, cause)));
    },

    health: () => members.flatMap((member) => member.health()),
  };
}

/** The switch of the call it is to be joined with, or else all that are up, the least busy first. */
function candidates(members: readonly Switch[], { beside }: DialRequest): Switch[] {
  if (beside !== undefined) return members.filter((member) => member.call(beside) !== undefined);
  return members
    .filter((member) => healthOf(member).every(({ up }) => up))
    .sort((one, other) => callsOn(one) - callsOn(other));
}

/** A second switch is tried only after a certain refusal: nobody was rung. */
async function dialOneOf(members: Switch[], request: DialRequest): Promise<DialAck> {
  const details: string[] = [];
  for (const member of members) {
    const ack = await member.dial(request);
    if (ack.kind === 'sent') return ack;
    details.push(ack.detail);
  }
  return { kind: 'refused', detail: details.join('; ') || 'no switch is up' };
}

function callOn(members: readonly Switch[], id: string): SwitchCall | undefined {
  for (const member of members) {
    const call = member.call(id);
    if (call) return call;
  }
  return undefined;
}

function healthOf(member: Switch): SwitchHealth[] {
  return member.health();
}

function callsOn(member: Switch): number {
  return healthOf(member).reduce((sum, { calls }) => sum + calls, 0);
}
