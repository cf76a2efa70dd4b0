import type {
  DialAck,
  DialRequest,
  PartOutcome,
  Switch,
  SwitchCall,
  SwitchHealth,
  SwitchListener,
} from './switch.ts';

/** Where the switches of a fleet open their doors. */
export interface SharedDoors {
  listen(): Promise<unknown>;
  close(): Promise<void>;
}

type Refusal = Extract<DialAck, { kind: 'refused' }>;

/** A switch comes back, or another one does. */
const later = { retryMs: 5_000 };

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

    dial: async (request) => dialOneOf(await candidates(members, request), request),

    call: (id) => callOn(members, id),

    async lookup(id) {
      const answers = await Promise.all(members.map((member) => member.lookup(id)));
      if (answers.includes('alive')) return 'alive';
      return answers.includes('unknown') ? 'unknown' : 'gone';
    },

    async kill(id, cause) {
      await Promise.all(members.map((member) => member.kill(id, cause)));
    },

    part: (id, otherId) => partOn(members, id, otherId),

    health: () => members.flatMap((member) => member.health()),

    drain: (name, draining) => members.some((member) => member.drain(name, draining)),
  };
}

/** The switch of the call it is to be joined with, or else all that are up, the least busy first. */
async function candidates(members: readonly Switch[], { beside }: DialRequest): Promise<Switch[]> {
  if (beside !== undefined) {
    const member = members.find((one) => one.call(beside)) ?? (await switchOf(members, beside));
    return member && member !== 'unknown' ? [member] : [];
  }
  return members
    .filter((member) => healthOf(member).every(({ up, draining }) => up && !draining))
    .sort((one, other) => callsOn(one) - callsOn(other));
}

/** A second switch is tried only after a certain refusal: nobody was rung. */
async function dialOneOf(members: Switch[], request: DialRequest): Promise<DialAck> {
  const refusals: Refusal[] = [];
  for (const member of members) {
    const ack = await member.dial(request);
    if (ack.kind === 'sent') return ack;
    refusals.push(ack);
  }
  if (refusals.length === 0)
    return { kind: 'refused', detail: 'no switch is up', ...(request.beside === undefined ? later : {}) };
  const again = refusals.flatMap(({ retryMs }) => retryMs ?? []);
  const detail = refusals.map((one) => one.detail).join('; ');
  return { kind: 'refused', detail, ...(again.length > 0 ? { retryMs: Math.min(...again) } : {}) };
}

async function partOn(members: readonly Switch[], id: string, otherId: string): Promise<PartOutcome> {
  const member = await switchOf(members, id);
  if (member === 'unknown') return { kind: 'failed', detail: 'a switch cannot be asked' };
  return member ? member.part(id, otherId) : { kind: 'call-ended' };
}

/** Two who talk have no door: the switches are asked which of them has the call. */
async function switchOf(members: readonly Switch[], id: string): Promise<Switch | 'unknown' | undefined> {
  const found = await Promise.all(members.map((member) => member.lookup(id)));
  return members[found.indexOf('alive')] ?? (found.includes('unknown') ? 'unknown' : undefined);
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
