import { isRingbackError } from '../../../src/core/errors.ts';

/** So many failures in a row are no bad luck. */
const MOST_TRIES = 200;

/** Asks until there is an answer; `tries` is how often it took. */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
): Promise<{ answer: Answer; tries: number }> {
  for (let tries = 1; ; tries++) {
    try {
      return { answer: await ask(), tries };
    } catch (error) {
      if (!isRingbackError(error, 'STORE_DOWN') || tries === MOST_TRIES) throw error;
    }
  }
}
