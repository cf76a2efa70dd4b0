import { peekStatistic } from '../app/peek-statistic.ts';
import type { App } from '../app/ports.ts';
import { isRingbackError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';

/** ORS: what `sData(object, statistic)` reads; `asked` is the JSON list of the two. A mistake is part of the answer. */
export async function readStatistic(app: App, asked: string): Promise<JsonObject> {
  const [object = '', statistic = ''] = JSON.parse(asked) as string[];
  try {
    return { value: await peekStatistic(app, statistic, object) };
  } catch (error) {
    if (!isRingbackError(error, 'QUEUE_UNKNOWN') && !isRingbackError(error, 'STATISTIC_UNKNOWN')) throw error;
    return { error: error.message };
  }
}
