import { eachElement } from '../content/foreach.ts';
import { timeMs } from '../duration.ts';
import { choicesOf } from '../form/choices.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import type { PromptSegment } from '../platform.ts';
import { resolveUri } from '../uri.ts';
import { inherited, isElement, textOf, type XmlElement, type XmlNode } from '../xml/element.ts';

const DEFAULT_LOCALE = 'en-US';
const PAUSES: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 125,
  weak: 250,
  medium: 500,
  strong: 750,
  'x-strong': 1000,
};
const SILENT = ['desc', 'lexicon', 'meta', 'metadata'];

/**
 * Turns prompt content into segments, in document order and at once: values are evaluated and audio is looked for when
 * the prompt is queued, for both may be seen by what runs next (VoiceXML 2.1 §4.1.3, §4.1.4). Speech markup is heard
 * as its text.
 * @throws PageEvent `error.semantic` and others from the content
 */
export async function renderPrompt(
  nodes: readonly XmlNode[],
  holder: XmlElement,
  frame: Frame,
): Promise<PromptSegment[]> {
  const rendering = new Rendering();
  await renderAll({ nodes, holder }, frame, rendering);
  return rendering.finish();
}

/** Segments so far, and the text that has not become one yet. */
class Rendering {
  readonly #segments: PromptSegment[] = [];
  #text = '';
  #locale = DEFAULT_LOCALE;

  addText(text: string, locale: string): void {
    if (locale !== this.#locale) this.#endText();
    this.#locale = locale;
    this.#text += text;
  }

  add(segment: PromptSegment): void {
    this.#endText();
    this.#segments.push(segment);
  }

  finish(): PromptSegment[] {
    this.#endText();
    return this.#segments;
  }

  #endText(): void {
    const text = this.#text.replace(/\s+/g, ' ').trim();
    this.#text = '';
    if (text !== '') this.#segments.push({ kind: 'text', text, locale: this.#locale });
  }
}

/** Content, and the element it stands in. */
interface Content {
  nodes: readonly XmlNode[];
  holder: XmlElement;
}

const inside = (element: XmlElement): Content => ({ nodes: element.children, holder: element });

async function renderAll({ nodes, holder }: Content, frame: Frame, into: Rendering): Promise<void> {
  for (const node of nodes) {
    if (isElement(node)) await renderElement(node, frame, into);
    else into.addText(node, localeOf(holder));
  }
}

async function renderElement(element: XmlElement, frame: Frame, into: Rendering): Promise<void> {
  const { script } = frame.context.call;
  if (SILENT.includes(element.name)) return;
  switch (element.name) {
    case 'value':
      into.addText(script.text(frame.chain, element.attributes.get('expr') ?? ''), localeOf(element));
      return;
    case 'audio':
      return renderAudio(element, frame, into);
    case 'break':
      into.add({ kind: 'silence', ms: pauseOf(element) });
      return;
    case 'enumerate':
      return renderChoices(element, frame, into);
    case 'mark':
      into.add(markOf(element, frame));
      return;
    case 'sub':
      into.addText(element.attributes.get('alias') ?? textOf(element), localeOf(element));
      return;
    case 'foreach':
      await eachElement(frame, element, async () => {
        await renderAll(inside(element), frame, into);
        return null;
      });
      return;
    default:
      return renderAll(inside(element), frame, into);
  }
}

/** The file if it can be had, else the content of the element (VoiceXML 2.1 §4.1.3). */
async function renderAudio(element: XmlElement, frame: Frame, into: Rendering): Promise<void> {
  const { call, page } = frame.context;
  const expression = element.attributes.get('expr');
  const address =
    expression === undefined ? element.attributes.get('src') : call.script.text(frame.chain, expression);
  if (address !== undefined && call.recordings.has(address)) {
    into.add({ kind: 'file', url: address });
    return;
  }
  const url = address === undefined ? null : addressOf(address, page.base);
  if (url !== null && (await call.fetcher.hasAudio(url))) into.add({ kind: 'file', url });
  else await renderAll(inside(element), frame, into);
}

function addressOf(reference: string, base: string): string | null {
  try {
    return resolveUri(reference, base).url;
  } catch {
    return null; // an address that is none is audio that cannot be had
  }
}

/** `<enumerate>`: its content once for each choice, or the choices by themselves (VoiceXML 2.1 §2.2.4). */
async function renderChoices(element: XmlElement, frame: Frame, into: Rendering): Promise<void> {
  const { script } = frame.context.call;
  for (const { text, keys } of frame.item ? choicesOf(frame.item.element) : []) {
    if (element.children.length === 0) {
      into.add({ kind: 'text', text, locale: localeOf(element) });
      continue;
    }
    await withAnonymousScope(frame, async (inner, scope) => {
      script.set(scope, '_prompt', text);
      script.set(scope, '_dtmf', keys);
      await renderAll(inside(element), inner, into);
    });
  }
}

/** `<mark>`, by name or expression (VoiceXML 2.1 §4.1.8). */
function markOf(element: XmlElement, frame: Frame): PromptSegment {
  const code = element.attributes.get('nameexpr') ?? element.attributes.get('expr');
  const name =
    code === undefined ? element.attributes.get('name') : frame.context.call.script.text(frame.chain, code);
  return { kind: 'mark', name: name ?? '' };
}

function localeOf(element: XmlElement): string {
  return inherited(element, 'xml:lang') ?? DEFAULT_LOCALE;
}

function pauseOf(element: XmlElement): number {
  const time = element.attributes.get('time');
  if (time !== undefined) return timeMs(time);
  return PAUSES[element.attributes.get('strength') ?? 'medium'] ?? 500;
}
