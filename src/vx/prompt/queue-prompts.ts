import type { Json } from '../../core/json.ts';
import { timeMs } from '../duration.ts';
import { withAnonymousScope, type Frame } from '../frame.ts';
import { PageEvent } from '../page-event.ts';
import type { PromptSegment } from '../platform.ts';
import { property } from '../properties.ts';
import { resolveUri } from '../uri.ts';
import { childrenOf, inherited, isElement, type XmlElement, type XmlNode } from '../xml/element.ts';

/** Longest `<foreach>`. */
const MOST_ITEMS = 1_000;

/** Queues the prompts of an item or menu that are due at its count (VoiceXML 2.1 §4.1.6). */
export async function queueItemPrompts(frame: Frame, count: number): Promise<void> {
  const { script } = frame.context.call;
  const candidates = childrenOf(frame.element, 'prompt').filter((prompt) => {
    const cond = prompt.attributes.get('cond');
    return countOf(prompt) <= count && (cond === undefined || script.test(frame.chain, cond));
  });
  const highest = Math.max(0, ...candidates.map(countOf));
  for (const prompt of candidates) if (countOf(prompt) === highest) await queuePrompt(frame, prompt);
}

/** Queues one `<prompt>`. Its values are evaluated now, in document order. */
export async function queuePrompt(frame: Frame, prompt: XmlElement): Promise<void> {
  const bargein = (prompt.attributes.get('bargein') ?? property(frame, 'bargein')) !== 'false';
  frame.context.call.prompts.add(await segmentsOf(frame, prompt, prompt.children), bargein);
}

/** Queues text and audio that stand in executable content without a `<prompt>` around them (§4.1). */
export async function queueBare(frame: Frame, node: XmlNode, parent: XmlElement): Promise<void> {
  const bargein = property(frame, 'bargein') !== 'false';
  frame.context.call.prompts.add(await segmentsOf(frame, parent, [node]), bargein);
}

async function segmentsOf(frame: Frame, parent: XmlElement, nodes: readonly XmlNode[]): Promise<PromptSegment[]> {
  const segments: PromptSegment[] = [];
  for (const node of nodes) {
    if (isElement(node)) segments.push(...(await elementSegments(frame, node)));
    else segments.push(...textSegments(node, localeOf(parent)));
  }
  return joined(segments);
}

async function elementSegments(frame: Frame, element: XmlElement): Promise<PromptSegment[]> {
  const { script } = frame.context.call;
  switch (element.name) {
    case 'value':
      return textSegments(script.text(frame.chain, element.attributes.get('expr') ?? ''), localeOf(element));
    case 'audio':
      return audioSegments(frame, element);
    case 'break':
      return [{ kind: 'silence', ms: breakMs(element) }];
    case 'sub':
      return textSegments(element.attributes.get('alias') ?? '', localeOf(element));
    case 'foreach':
      return foreachSegments(frame, element);
    case 'desc':
    case 'mark':
    case 'metadata':
      return [];
    default:
      return segmentsOf(frame, element, element.children);
  }
}

/** §4.1.3: what stands inside is said when the file cannot be had. */
async function audioSegments(frame: Frame, element: XmlElement): Promise<PromptSegment[]> {
  const { call, page } = frame.context;
  const expr = element.attributes.get('expr');
  let source = element.attributes.get('src');
  if (expr !== undefined) {
    const value = call.script.evaluate(frame.chain, expr);
    if (value === undefined || value === null) return [];
    source = String(value as Json & (string | number));
  }
  try {
    const { url } = resolveUri(source ?? '', page.url);
    if (await call.fetcher.hasAudio(url)) return [{ kind: 'file', url }];
  } catch (error) {
    if (!(error instanceof PageEvent)) throw error;
  }
  return segmentsOf(frame, element, element.children);
}

async function foreachSegments(frame: Frame, element: XmlElement): Promise<PromptSegment[]> {
  const { script } = frame.context.call;
  const list = script.evaluate(frame.chain, element.attributes.get('array') ?? '[]');
  const segments: PromptSegment[] = [];
  await withAnonymousScope(frame, async (inner, scope) => {
    for (const item of Array.isArray(list) ? list.slice(0, MOST_ITEMS) : []) {
      script.set(scope, element.attributes.get('item') ?? 'item', item);
      segments.push(...(await segmentsOf(inner, element, element.children)));
    }
  });
  return segments;
}

function textSegments(text: string, locale: string): PromptSegment[] {
  const said = text.replace(/\s+/g, ' ').trim();
  return said === '' ? [] : [{ kind: 'text', text: said, locale }];
}

/** Neighbouring texts of one language are said as one. */
function joined(segments: PromptSegment[]): PromptSegment[] {
  const result: PromptSegment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (segment.kind === 'text' && last?.kind === 'text' && last.locale === segment.locale)
      last.text = `${last.text} ${segment.text}`;
    else result.push({ ...segment });
  }
  return result;
}

const strengths: Record<string, number> = { none: 0, 'x-weak': 100, weak: 250, medium: 500, strong: 1000, 'x-strong': 1500 };

/** SSML 1.0 §3.2.3 */
function breakMs(element: XmlElement): number {
  const time = element.attributes.get('time');
  return time === undefined ? (strengths[element.attributes.get('strength') ?? 'medium'] ?? 500) : timeMs(time);
}

function countOf(element: XmlElement): number {
  return Number(element.attributes.get('count') ?? 1);
}

function localeOf(element: XmlElement): string {
  return inherited(element, 'lang') ?? inherited(element, 'xml:lang') ?? 'en-US';
}
