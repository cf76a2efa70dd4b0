import type { Story } from '../report/story.ts';
import { Refusal, type Client } from './client.ts';
import { storyLine } from './show.ts';

/** `ringback watch ID`: the steps of a callback or a session as they happen, until it is over. */
export async function watchStory(client: Client, id: string): Promise<void> {
  const shown = new Set<string>();
  const showNew = async (): Promise<boolean> => {
    const story = (await client.get(`/api/v1/stories/${encodeURIComponent(id)}`)) as Story;
    for (const line of story.lines) {
      const step = `${line.session} ${line.seq}`;
      if (!shown.has(step)) console.log(storyLine(line));
      shown.add(step);
    }
    return isOver(story);
  };
  if (await showNew()) return;
  // The stream begins with a line: what changes after that is told.
  for await (const line of client.lines('/events'))
    if ((line === 'event: change' || line.startsWith('retry:')) && (await showNew())) return;
  throw new Refusal('The server has closed the stream of its events; ask again when it is back.');
}

function isOver({ callback, sessions }: Story): boolean {
  const ended = sessions.every(({ status }) => status !== 'running' && status !== 'planned');
  return callback ? callback.state === 'COMPLETED' && ended : ended;
}
