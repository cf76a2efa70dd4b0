import { controlled } from '../callback/interaction.ts';
import type { CallControl, InteractionRecord } from '../callback/record.ts';
import type { SwitchCall } from '../switch/switch.ts';
import type { App } from './ports.ts';

/** What somebody on hold hears: the music of the queue of the call's service. */
export function musicOf(app: App, service: string | null): string {
  const { services, queues } = app.config();
  const queue = services.find(({ name }) => name === service)?.queue;
  return queues.find(({ name }) => name === queue)?.music ?? 'default';
}

/** A call came over from another process: one that is on hold goes on hearing music. */
export function playWhileHeld(app: App, call: SwitchCall, record: InteractionRecord): void {
  if (record.control && record.control.state !== 'conference')
    call.play([{ kind: 'music', name: musicOf(app, record.service) }]);
}

/**
 * A leg has ended. When it was the caller's, or the agent's of a caller who waits for that agent, the conversation is
 * over for everybody; so it is for the last one in a conference. A third who leaves is only noted. Safe to tell twice.
 */
export async function partyLeft(app: App, leg: InteractionRecord): Promise<void> {
  const legId = leg.id;
  for (let seen = leg; ; seen = (await app.store.interactions.get(legId)) ?? seen) {
    const record = await conversationOf(app, seen);
    if (!record?.control || (record.endedAt !== null && legId !== record.id)) return;
    const left = afterLeaving(record.control, legId === record.id ? null : legId);
    if (left === 'over') {
      for (const id of [record.id, ...record.control.parties])
        if (id !== legId) await app.switch.kill(id, 'NORMAL_CLEARING');
      return;
    }
    if (left === record.control) return;
    if ((await app.store.interactions.change(record.version, controlled(record, left), [])) === 'changed')
      return;
  }
}

async function conversationOf(app: App, leg: InteractionRecord): Promise<InteractionRecord | null> {
  const id = leg.thirdOf ?? (leg.party === 'agent' ? leg.bridgedWith : leg.id);
  if (id === leg.id) return leg;
  return id === null ? null : app.store.interactions.get(id);
}

/** `legId` null: the caller or customer themselves. */
function afterLeaving(control: CallControl, legId: string | null): CallControl | 'over' {
  const { state, parties } = control;
  if (legId === null) return 'over';
  if (!parties.includes(legId)) return control;
  const left = parties.filter((id) => id !== legId);
  if (left.length === 0 || (state !== 'conference' && parties[0] === legId)) return 'over';
  return { state: state === 'consulting' ? 'held' : state, parties: left };
}
