import type { StepRequest } from './step-chart.ts';
import type { Snapshot, StepOutcome } from './step.ts';

/** A step from and to snapshots as they are stored, JSON texts: a text goes from thread to thread for far less than what it says. */
export type StoredStep = Omit<StepRequest, 'snapshot'> & { snapshot: string | null };

type Stepped = Extract<StepOutcome, { kind: 'stepped' }>;

export type StoredOutcome =
  Exclude<StepOutcome, Stepped> | (Omit<Stepped, 'snapshot'> & { snapshot: string });

/** Carries a step out from text to text. */
export function stepStored(
  { snapshot, ...request }: StoredStep,
  step: (request: StepRequest) => StepOutcome,
): StoredOutcome {
  const read = snapshot === null ? null : (JSON.parse(snapshot) as StepRequest['snapshot']);
  const outcome = step({ ...request, snapshot: read });
  return outcome.kind === 'stepped' ? { ...outcome, snapshot: JSON.stringify(outcome.snapshot) } : outcome;
}

/** A step as `stepStored`, for who has the snapshot and not its text. */
export async function stepRead(
  { snapshot, ...request }: StepRequest,
  step: (request: StoredStep) => Promise<StoredOutcome>,
): Promise<StepOutcome> {
  const text = snapshot === null ? null : JSON.stringify(snapshot);
  const outcome = await step({ ...request, snapshot: text });
  if (outcome.kind !== 'stepped') return outcome;
  return { ...outcome, snapshot: JSON.parse(outcome.snapshot) as Snapshot };
}
