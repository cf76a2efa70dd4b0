import type { Attempt, CallbackRecord } from '../callback/record.ts';
import type { Story, StoryLine } from '../report/story.ts';
import { Refusal, type Client } from './client.ts';
import { showRefusal } from './refusal.ts';
import { instant, timeOfDay } from './table.ts';
import { whyOf } from './why.ts';

/**
 * `ringback show ID`: the journal as a story, one line a step, with `why` a sentence for each decision; or the refused
 * request of a correlation id.
 */
export async function showStory(client: Client, id: string, options: { why?: boolean }): Promise<void> {
  try {
    const story = (await client.get(`/api/v1/stories/${encodeURIComponent(id)}`)) as Story;
    if (story.callback) showCallback(story.callback);
    const why = options.why === true ? await whyOf(client, story) : null;
    for (const line of story.lines) {
      console.log(storyLine(line, why === null));
      for (const sentence of why?.(line) ?? []) console.log(`    ${sentence}`);
    }
  } catch (unknown) {
    if (!(unknown instanceof Refusal)) throw unknown;
    await showRefusal(client, id).catch(() => Promise.reject(unknown));
  }
}

function showCallback(record: CallbackRecord): void {
  console.log(`callback ${record.id} of ${record.customerNumber}, service ${record.service}`);
  console.log(`asked for ${instant(record.createdAt)}, place ${instant(record.placeAt)}`);
  if (record.consent) console.log(`agreed to by ${record.consent.source}, ${instant(record.consent.at)}`);
  console.log(`${record.state}${record.reason ? ` ${record.reason}` : ''}: ${record.why}`);
  for (const attempt of record.attempts) console.log(attemptLine(attempt));
  console.log('');
}

function attemptLine({ number, result, detail, lookup }: Attempt): string {
  const asked = lookup ? `, its number asked for at ${instant(lookup.at)}: ${lookup.answer}` : '';
  return `attempt ${number}: ${result ?? 'under way'}${detail ? ` (${detail})` : ''}${asked}`;
}

/** A step in a line; `reasoned`: with why, in a few words. */
export function storyLine(
  { at, strategy, event, states, actions, reason }: StoryLine,
  reasoned = true,
): string {
  const state = states.length > 0 ? states.join(' > ') : '-';
  const parts = [timeOfDay(at), strategy.padEnd(8), (event || 'begins').padEnd(26), state];
  if (actions.length > 0) parts.push(`does ${actions.join(', ')}`);
  if (reason && reasoned) parts.push(`because ${reason}`);
  return parts.join('  ');
}
