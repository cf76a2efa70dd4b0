import { activePages, type Context } from './context.ts';
import type { Dialog, FormItem } from './form/dialog.ts';
import type { ScopeChain } from './script/page-script.ts';
import type { XmlElement } from './xml/element.ts';

/** Where executable content runs, or an event is thrown. */
export interface Frame {
  readonly context: Context;
  /** Null while a document is initialised. */
  readonly dialog: Dialog | null;
  readonly item: FormItem | null;
  /** The form item, dialog or document whose handlers and properties come first. */
  readonly element: XmlElement;
  /** Scopes for expressions; `<var>` declares in the last. */
  readonly chain: ScopeChain;
}

/** The frame's element and all around it, innermost first: item, dialog, document, root document. */
export function elementsAround(frame: Frame): XmlElement[] {
  const elements: XmlElement[] = [];
  for (let at: XmlElement | null = frame.element; at; at = at.parent) elements.push(at);
  for (const { root } of activePages(frame.context)) if (!elements.includes(root)) elements.push(root);
  return elements;
}

/** Runs something in an anonymous scope inside the frame's (VoiceXML 2.1 §5.1.2). */
export async function withAnonymousScope<Result>(
  frame: Frame,
  run: (inner: Frame, scope: number) => Promise<Result>,
): Promise<Result> {
  const { script } = frame.context.call;
  const scope = script.newScope();
  try {
    return await run({ ...frame, chain: [...frame.chain, scope] }, scope);
  } finally {
    script.free([scope]);
  }
}
