import { requestFor } from '../fetch/request.ts';
import type { Frame } from '../frame.ts';
import { textOf, type XmlElement } from '../xml/element.ts';

/** `<script>`, inline or fetched; what it declares lands in the innermost scope (VoiceXML 2.1 §5.3.12). */
export async function runScript(frame: Frame, element: XmlElement): Promise<void> {
  const { call } = frame.context;
  if (!element.attributes.has('src') && !element.attributes.has('srcexpr')) {
    call.script.run(frame.chain, textOf(element));
    return;
  }
  const { request, timeoutMs } = await requestFor(frame, element, 'script');
  const { text } = await call.fetcher.text(request, timeoutMs);
  call.script.run(frame.chain, text);
}
