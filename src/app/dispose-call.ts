import { didYouMean } from '../core/did-you-mean.ts';
import { RingbackError } from '../core/errors.ts';
import { uuidOf } from '../core/ids.ts';
import type { HeldAgent } from '../routing/held-agent.ts';
import type { App } from './ports.ts';

/** The key that desktops of Genesys attach the code under. */
export const DISPOSITION_KEY = 'DispositionCode';
const LONGEST = 100;

/**
 * The agent says how the conversation went: the one that goes on, else the newest. The code hangs on the call, and on
 * the callback if it was one, as `DispositionCode`; a fact keeps it for reports. A later code takes the place of it.
 *
 * @throws BAD_REQUEST
 */
export async function disposeCall(app: App, { agent, entry }: HeldAgent, code: string): Promise<void> {
  const of = agent.state === 'busy' && entry ? { entryId: entry.id, kind: entry.kind } : agent.last;
  if (!of) throw new RingbackError('BAD_REQUEST', { what: `agent ${agent.id} has not talked with anybody` });
  checkCode(app, code);
  if (of.kind === 'callback') await disposeCallback(app, of.entryId, { agentId: agent.id, code });
  else await attachTo(app, of.entryId, code);
}

function checkCode(app: App, code: string): void {
  const { dispositions } = app.config().agentRules;
  if (code === '' || code.length > LONGEST)
    throw new RingbackError('BAD_REQUEST', { what: `code is a text of 1 to ${LONGEST} characters` });
  if (dispositions.length > 0 && !dispositions.includes(code)) {
    const hint = didYouMean(code, dispositions) || `; there are ${dispositions.join(', ')}`;
    throw new RingbackError('BAD_REQUEST', { what: `there is no disposition code "${code}"${hint}` });
  }
}

async function disposeCallback(
  app: App,
  id: string,
  { agentId, code }: { agentId: string; code: string },
): Promise<void> {
  for (;;) {
    const record = await app.store.callbacks.get(id);
    if (!record) return;
    const at = app.clock.now();
    const result = await app.store.callbacks.change({
      expectedVersion: record.version,
      record: {
        ...record,
        version: record.version + 1,
        updatedAt: at,
        userData: { ...record.userData, [DISPOSITION_KEY]: code },
      },
      deliveries: [],
      session: null,
      slot: 'keep',
      facts: [
        {
          id: uuidOf('disposition', id, record.version),
          at,
          kind: 'disposition',
          callbackId: id,
          data: { agent: agentId, code },
        },
      ],
    });
    if (result === 'changed') {
      if (record.interactionId !== null) await attachTo(app, record.interactionId, code);
      return;
    }
  }
}

async function attachTo(app: App, interactionId: string, code: string): Promise<void> {
  for (;;) {
    const call = await app.store.interactions.get(interactionId);
    if (!call) return;
    const disposed = {
      ...call,
      version: call.version + 1,
      userData: { ...call.userData, [DISPOSITION_KEY]: code },
    };
    if ((await app.store.interactions.change(call.version, disposed, [])) === 'changed') return;
  }
}
