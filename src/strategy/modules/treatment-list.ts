import type { ElementNode } from '../../scxml/step.ts';
import type { ActionRow } from '../../store/sessions.ts';
import { inBackground, type Tools } from '../module.ts';
import { treat } from './treatments.ts';

/**
 * ORS: the treatments of a submit, one after the other and again from the first, until an agent is there or somebody
 * else has the line. They tell nothing; one that cannot be played is passed over.
 */
export function playTreatments(
  action: ActionRow,
  tools: Tools,
  { list, interactionId, service }: { list: ElementNode[]; interactionId: string; service: string },
): void {
  const { app } = tools;
  const waits = async (): Promise<boolean> => (await app.store.outbox.get(action.id))?.status === 'pending';
  const { treatment, ended } = tools.treatments.begin(action.requestId ?? action.id);
  const play = async (): Promise<void> => {
    const waited = await tools.calls.wait(interactionId, null);
    if (waited.kind !== 'here') return;
    const { call } = waited;
    for (;;) {
      const began = app.clock.now();
      for (const node of list) {
        if (treatment.stopped || call.ended || !(await waits())) return;
        const outcome = await treat({ call, tools, treatment, service }, node);
        if (outcome.kind === 'done' && outcome.data['outcome'] === 'stopped') return;
      }
      // A round that takes no time would go on without end.
      if (app.clock.now() === began) return;
    }
  };
  inBackground(action, tools, () => play().finally(ended));
}
