import type { Frame } from '../frame.ts';
import { resolveUri } from '../uri.ts';
import { textOf, type XmlElement } from '../xml/element.ts';
import { eitherAttribute } from './attribute-pair.ts';

/** `<script>`, inline or fetched; what it declares lands in the innermost scope (VoiceXML 2.1 §5.3.12). */
export async function runScript(frame: Frame, element: XmlElement): Promise<void> {
  const { call, page } = frame.context;
  const source = eitherAttribute(frame, element, ['src', 'srcexpr']);
  if (source === undefined) {
    call.script.run(frame.chain, textOf(element));
    return;
  }
  const { url } = resolveUri(source, page.url);
  const { text } = await call.fetcher.text({ method: 'GET', url, form: null });
  call.script.run(frame.chain, text);
}
