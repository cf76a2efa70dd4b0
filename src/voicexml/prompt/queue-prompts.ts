import { timeMs } from '../duration.ts';
import type { Frame } from '../frame.ts';
import { property } from '../properties.ts';
import type { XmlElement } from '../xml/element.ts';
import { gatherBare, type BarePrompt } from './bare.ts';
import type { Bargein } from './prompt-queue.ts';
import { renderPrompt } from './render.ts';

/**
 * Queues the prompts of an item that are due at a count: of those whose condition holds and whose count is not above
 * it, the highest (VoiceXML 2.1 §4.1.6). What is heard without a `<prompt>` counts as one with count 1.
 */
export async function queueItemPrompts(frame: Frame, count: number): Promise<void> {
  const due = gatherBare(frame.element.children)
    .filter((part) => 'bare' in part || part.name === 'prompt')
    .filter((part) => countOf(part) <= count && holds(part, frame));
  const highest = Math.max(...due.map(countOf));
  for (const part of due.filter((one) => countOf(one) === highest))
    if ('bare' in part) await queueBare(part, frame.element, frame);
    else await queuePrompt(part, frame);
}

/** Queues a `<prompt>` of executable content if its condition holds; its count says nothing there. */
export async function queuePromptIf(prompt: XmlElement, frame: Frame): Promise<void> {
  if (holds(prompt, frame)) await queuePrompt(prompt, frame);
}

/** Queues what is heard by itself in `holder`. */
export async function queueBare({ bare }: BarePrompt, holder: XmlElement, frame: Frame): Promise<void> {
  frame.context.call.prompts.add(await renderPrompt(bare, holder, frame), bargeinOf(frame, null), null);
}

async function queuePrompt(prompt: XmlElement, frame: Frame): Promise<void> {
  const timeout = prompt.attributes.get('timeout');
  const segments = await renderPrompt(prompt.children, prompt, frame);
  frame.context.call.prompts.add(
    segments,
    bargeinOf(frame, prompt),
    timeout === undefined ? null : timeMs(timeout),
  );
}

/** What may cut a prompt short, by its own attributes or the properties (VoiceXML 2.1 §4.1.5). */
export function bargeinOf(frame: Frame, prompt: XmlElement | null): Bargein {
  const setting = (name: string): string | undefined => prompt?.attributes.get(name) ?? property(frame, name);
  if (setting('bargein') === 'false') return 'none';
  return setting('bargeintype') === 'hotword' ? 'hotword' : 'any-key';
}

function countOf(part: XmlElement | BarePrompt): number {
  return 'bare' in part ? 1 : Number(part.attributes.get('count') ?? 1);
}

function holds(part: XmlElement | BarePrompt, frame: Frame): boolean {
  const cond = 'bare' in part ? undefined : part.attributes.get('cond');
  return cond === undefined || frame.context.call.script.test(frame.chain, cond);
}
