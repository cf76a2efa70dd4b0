import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import { PageEvent, semanticError, unsupported } from '../page-event.ts';
import { queueBare, queuePrompt } from '../prompt/queue-prompts.ts';
import { isElement, textOf, type XmlElement, type XmlNode } from '../xml/element.ts';
import { clearItems } from './clear.ts';
import { runExit, runGoto, runReturn, runSubmit } from './transitions.ts';

/** Runs executable content in document order; stops where control goes elsewhere (VoiceXML 2.1 §5.3). */
export async function runContent(frame: Frame, nodes: readonly XmlNode[], parent: XmlElement): Promise<Control | null> {
  for (const node of nodes) {
    if (!isElement(node)) {
      if (node.trim() !== '') await queueBare(frame, node, parent);
      continue;
    }
    const control = await runElement(frame, node);
    if (control) return control;
  }
  return null;
}

async function runElement(frame: Frame, element: XmlElement): Promise<Control | null> {
  const { call } = frame.context;
  const attribute = (name: string): string | undefined => element.attributes.get(name);
  switch (element.name) {
    case 'var':
      call.script.declare(frame.chain, attribute('name') ?? '', attribute('expr'));
      return null;
    case 'assign':
      call.script.assign(frame.chain, attribute('name') ?? '', attribute('expr') ?? '');
      return null;
    case 'clear':
      clearItems(frame, attribute('namelist'));
      return null;
    case 'if':
      return runIf(frame, element);
    case 'prompt':
      return conditionally(frame, element, () => queuePrompt(frame, element));
    case 'audio':
    case 'value':
    case 'enumerate':
      await queueBare(frame, element, element);
      return null;
    case 'reprompt':
      if (frame.dialog) frame.dialog.reprompt = true;
      return null;
    case 'log':
      logOf(frame, element);
      return null;
    case 'script':
      await runScript(frame, element);
      return null;
    case 'throw':
      throw thrownBy(frame, element);
    case 'goto':
      return runGoto(frame, element);
    case 'submit':
      return runSubmit(frame, element);
    case 'exit':
      return runExit(frame, element);
    case 'return':
      return runReturn(frame, element);
    case 'disconnect':
      await call.prompts.playOut();
      call.disconnected = {};
      await call.platform.end();
      throw new PageEvent('connection.disconnect.hangup', 'the page hung up');
    default:
      throw unsupported(element.name);
  }
}

async function conditionally(frame: Frame, element: XmlElement, run: () => Promise<void>): Promise<null> {
  const cond = element.attributes.get('cond');
  if (cond === undefined || frame.context.call.script.test(frame.chain, cond)) await run();
  return null;
}

/** §5.3.4: `elseif` and `else` part the content. */
async function runIf(frame: Frame, element: XmlElement): Promise<Control | null> {
  const branches: { cond: string | undefined; nodes: XmlNode[] }[] = [{ cond: element.attributes.get('cond'), nodes: [] }];
  for (const node of element.children) {
    if (isElement(node) && (node.name === 'elseif' || node.name === 'else'))
      branches.push({ cond: node.name === 'else' ? 'true' : node.attributes.get('cond'), nodes: [] });
    else branches.at(-1)?.nodes.push(node);
  }
  const { script } = frame.context.call;
  const branch = branches.find(({ cond }) => script.test(frame.chain, cond ?? 'false'));
  return branch ? runContent(frame, branch.nodes, element) : null;
}

export async function runScript(frame: Frame, element: XmlElement): Promise<void> {
  const { call, page } = frame.context;
  const expr = element.attributes.get('srcexpr');
  const source = expr === undefined ? element.attributes.get('src') : call.script.text(frame.chain, expr);
  if (source === undefined) return call.script.run(frame.chain, textOf(element));
  const { text } = await call.fetcher.text({ method: 'GET', url: new URL(source, page.url).href, form: null });
  call.script.run(frame.chain, text);
}

function logOf(frame: Frame, element: XmlElement): void {
  const { call } = frame.context;
  const expr = element.attributes.get('expr');
  const words = element.children.map((node) => {
    if (!isElement(node)) return node;
    return node.name === 'value' ? call.script.text(frame.chain, node.attributes.get('expr') ?? '') : '';
  });
  const text = `${words.join('')}${expr === undefined ? '' : call.script.text(frame.chain, expr)}`.trim();
  call.log.debug({ label: element.attributes.get('label') ?? '' }, `page: ${text}`);
}

function thrownBy(frame: Frame, element: XmlElement): PageEvent {
  const { script } = frame.context.call;
  const value = (name: string): string | undefined => {
    const expr = element.attributes.get(`${name}expr`);
    return expr === undefined ? element.attributes.get(name) : script.text(frame.chain, expr);
  };
  const event = value('event');
  return event === undefined ? semanticError('throw without an event') : new PageEvent(event, value('message') ?? '');
}
