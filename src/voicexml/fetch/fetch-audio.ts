import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import { property } from '../properties.ts';
import { resolveUri } from '../uri.ts';
import type { XmlElement } from '../xml/element.ts';

/**
 * Fetches while the caller hears the `fetchaudio` of the element or property: what is queued is heard first; the audio
 * begins when the fetch has taken `fetchaudiodelay` and lasts `fetchaudiominimum` at least (VoiceXML 2.1 §6.1.1).
 */
export async function withFetchAudio<Result>(
  frame: Frame,
  element: XmlElement,
  fetch: () => Promise<Result>,
): Promise<Result> {
  const { call, page } = frame.context;
  const source = element.attributes.get('fetchaudio') ?? property(frame, 'fetchaudio') ?? '';
  if (source === '') return fetch();
  const { url } = resolveUri(source, page.base);
  if (call.keypad.left || !(await call.fetcher.hasAudio(url))) return fetch();
  await call.prompts.playOut();
  const fetching = fetch();
  const over = fetching.then(
    () => true,
    () => true,
  );
  if (await Promise.race([over, pause(frame, 'fetchaudiodelay')])) return fetching;
  const playing = call.platform.play([{ kind: 'file', url }]);
  await Promise.all([over, Promise.race([playing, pause(frame, 'fetchaudiominimum')])]);
  await call.platform.stop();
  await playing;
  return fetching;
}

function pause(frame: Frame, name: string): Promise<false> {
  const { clock } = frame.context.call;
  const ms = timeMs(property(frame, name) ?? '0s');
  return new Promise((resolve) => void clock.at(clock.now() + ms, () => resolve(false)));
}
