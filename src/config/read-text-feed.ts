import { readFile, stat } from 'node:fs/promises';

const LARGEST = 2_000_000;
const LIMIT_MS = 10_000;

/**
 * The text of a calendar or a list: of a file, or behind an http or https address. Whoever writes the configuration may
 * name any.
 * @throws an error in words when it cannot be read, is too large (2 MB) or takes longer than 10 s
 */
export async function readTextFeed(feed: string): Promise<string> {
  if (!/^https?:\/\//.test(feed)) {
    const { size } = await stat(feed);
    if (size > LARGEST) throw new Error('it is larger than 2 MB');
    return readFile(feed, 'utf8');
  }
  const response = await fetch(feed, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return textOf(response);
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > LARGEST) throw new Error('it is larger than 2 MB');
  }
  return text + decoder.decode();
}
