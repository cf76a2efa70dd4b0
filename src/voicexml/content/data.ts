import type { Frame } from '../frame.ts';
import { withFetchAudio } from '../fetch/fetch-audio.ts';
import { requestFor } from '../fetch/request.ts';
import { PageEvent } from '../page-event.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseData } from '../xml/parse-data.ts';
import { mayRead } from './access-control.ts';

/**
 * `<data>` (VoiceXML 2.1 §5): fetches XML and, when it has a name, declares a variable with its read-only DOM.
 * @throws PageEvent `error.badfetch...`; `error.noauthorization` when the document may not be read from this page
 */
export async function runData(frame: Frame, element: XmlElement): Promise<void> {
  const { call, page } = frame.context;
  const { request, timeoutMs } = await requestFor(frame, element, 'data');
  const { text, url } = await withFetchAudio(frame, element, () => call.fetcher.text(request, timeoutMs));
  const name = element.attributes.get('name');
  if (name === undefined) return;
  const { tree, accessControl } = parseData(text);
  if (!mayRead({ page: page.url, data: url }, accessControl))
    throw new PageEvent('error.noauthorization', `${url} may not be read from ${page.url}`);
  call.script.document(frame.chain, name, tree);
}
