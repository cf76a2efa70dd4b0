import type { Story } from '../report/story.ts';
import { Refusal, type Client } from './client.ts';
import { showRefusal } from './refusal.ts';
import { instant, timeOfDay } from './table.ts';

/** `ringback show ID`: the journal as a story, one line a step; or the refused request of a correlation id. */
export async function showStory(client: Client, id: string): Promise<void> {
  try {
    await showSteps(client, id);
  } catch (unknown) {
    if (!(unknown instanceof Refusal)) throw unknown;
    await showRefusal(client, id).catch(() => Promise.reject(unknown));
  }
}

async function showSteps(client: Client, id: string): Promise<void> {
  const story = (await client.get(`/api/v1/stories/${encodeURIComponent(id)}`)) as Story;
  const record = story.callback;
  if (record) {
    console.log(`callback ${record.id} of ${record.customerNumber}, service ${record.service}`);
    console.log(`asked for ${instant(record.createdAt)}, place ${instant(record.placeAt)}`);
    console.log(`${record.state}${record.reason ? ` ${record.reason}` : ''}: ${record.why}`);
    for (const attempt of record.attempts)
      console.log(
        `attempt ${attempt.number}: ${attempt.result ?? 'under way'}${attempt.detail ? ` (${attempt.detail})` : ''}`,
      );
    console.log('');
  }
  for (const line of story.lines) {
    const state = line.states.length > 0 ? line.states.join(' > ') : '-';
    const parts = [timeOfDay(line.at), line.strategy.padEnd(8), (line.event || 'begins').padEnd(26), state];
    if (line.actions.length > 0) parts.push(`does ${line.actions.join(', ')}`);
    if (line.reason) parts.push(`because ${line.reason}`);
    console.log(parts.join('  '));
  }
}
