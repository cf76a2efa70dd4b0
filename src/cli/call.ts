import { readConfiguration } from './command-settings.ts';
import { Refusal, type Client } from './client.ts';
import { calledDialog, saveTest, type TextCall } from './save-test.ts';

const HEARS = '  you hear: ';

/**
 * `ringback call 8000 --keys "1 1"`: a text phone on the simulated switch. Ends with `connected` when an agent talks.
 * With `saveTest` the file gets what the caller heard and pressed as a test of the dialog.
 */
export async function callFromTextPhone(
  client: Client,
  { saveTest: file, ...wanted }: TextCall & { saveTest?: string },
): Promise<void> {
  const called = file === undefined ? null : await calledDialog(client, readConfiguration(), wanted);
  const lines: string[] = [];
  for await (const line of client.lines('/api/v1/test-phone/calls', wanted)) {
    if (line === '') continue;
    console.log(line);
    lines.push(line);
  }
  if (file !== undefined && called)
    await saveTest(client, file, { called, keys: wanted.keys, heard: firstHeard(lines) });
  if (lines.at(-1) !== 'connected') throw new Refusal('The call ended without an agent.');
}

/** What was said on the call that was made, up to its end or to the music of the queue. */
function firstHeard(lines: string[]): string[] {
  const over = lines.findIndex((line) => line.startsWith('the call ends') || line === '  you hear music');
  const first = over < 0 ? lines : lines.slice(0, over);
  return first.filter((line) => line.startsWith(HEARS)).map((line) => line.slice(HEARS.length));
}
