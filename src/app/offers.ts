import type { Fact } from '../callback/record.ts';
import { uuidOf } from '../core/ids.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';
import { serviceNamed } from './services.ts';

/** The dialog's `note-offer`: a callback is being offered, after the wait in `wait`. One run has one offer. */
export async function noteOffer(
  app: App,
  { run, values }: { run: DialogRun; values: JsonObject },
): Promise<Answer> {
  const now = app.clock.now();
  const offered: Fact = {
    id: uuidOf('offered', run.key),
    at: now,
    kind: 'callback.offered',
    callbackId: null,
    data: {
      service: run.service,
      interactionId: run.interactionId,
      waitS: partOf(values['wait'], 'seconds'),
      position: partOf(values['wait'], 'position'),
      thresholdS: serviceNamed(app, run.service).offerThresholdS,
    },
  };
  await app.store.facts.add([offered]);
  return { outcome: 'noted', values: { offeredAt: now } };
}

/** What became of the offer of a run that has ended: accepted, declined, or hung up on. */
export async function noteOfferEnd(app: App, run: DialogRun): Promise<void> {
  const { offeredAt } = run.values;
  if (typeof offeredAt !== 'number') return;
  const ended: Fact = {
    id: uuidOf('offer ended', run.key),
    at: run.updatedAt,
    kind: 'callback.offer-ended',
    callbackId: null,
    data: {
      service: run.service,
      interactionId: run.interactionId,
      outcome: outcomeOf(run.result),
      callbackId: run.result?.['callbackId'] ?? null,
      decideS: Math.max(0, Math.round((run.updatedAt - offeredAt) / 1000)),
    },
  };
  await app.store.facts.add([ended]);
}

function outcomeOf(result: JsonObject | null): 'accepted' | 'declined' | 'hung-up' {
  if (result?.['accepted'] === true) return 'accepted';
  return result?.['end'] === 'hangup' ? 'hung-up' : 'declined';
}

function partOf(wait: Json | undefined, name: string): Json {
  return typeof wait === 'object' && wait !== null && !Array.isArray(wait) ? (wait[name] ?? null) : null;
}
