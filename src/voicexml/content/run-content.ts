import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import { gvpName } from '../genesys.ts';
import { placed, semanticError, unsupported } from '../page-event.ts';
import { gatherBare } from '../prompt/bare.ts';
import { queueBare, queuePromptIf } from '../prompt/queue-prompts.ts';
import { isElement, type XmlElement, type XmlNode } from '../xml/element.ts';
import { runClear } from './clear.ts';
import { runData } from './data.ts';
import { eachElement } from './foreach.ts';
import { runGoto } from './goto.ts';
import { runDisconnect, runExit, runReturn } from './leave.ts';
import { runLog } from './log.ts';
import { namedEvent } from './named-event.ts';
import { runReceive } from './receive.ts';
import { runScript } from './script.ts';
import { runSend } from './send.ts';
import { runSubmit } from './submit.ts';
import { runAssign, runVar } from './variable.ts';

type Transfer = (frame: Frame, element: XmlElement) => Control | null | Promise<Control | null>;
type Effect = (frame: Frame, element: XmlElement) => Promise<void>;

/** Executable content (VoiceXML 2.1 §5.3) that may send control elsewhere. */
const transfers: Readonly<Record<string, Transfer | undefined>> = {
  disconnect: runDisconnect,
  exit: runExit,
  foreach: runForeach,
  goto: runGoto,
  if: runIf,
  return: runReturn,
  submit: runSubmit,
  throw(frame, element) {
    throw namedEvent(frame, element) ?? semanticError('<throw> names no event');
  },
};

/** Executable content after which the next element follows. */
const effects: Readonly<Record<string, Effect | undefined>> = {
  assign: atOnce(runAssign),
  clear: atOnce(runClear),
  data: runData,
  log: atOnce(runLog),
  prompt: (frame, element) => queuePromptIf(element, frame),
  reprompt: atOnce(({ dialog }) => {
    if (dialog) dialog.promptsDue = true;
  }),
  script: runScript,
  var: atOnce(runVar),
  [gvpName('log')]: atOnce(runLog),
  [gvpName('receive')]: runReceive,
  [gvpName('send')]: runSend,
};

function atOnce(run: (frame: Frame, element: XmlElement) => void): Effect {
  return (frame, element) => {
    run(frame, element);
    return Promise.resolve();
  };
}

/**
 * Runs executable content in document order, up to the element that sends control elsewhere.
 * @throws PageEvent from `<throw>` or a mistake
 */
export async function runContent(
  frame: Frame,
  nodes: readonly XmlNode[],
  holder: XmlElement,
): Promise<Control | null> {
  for (const part of gatherBare(nodes)) {
    if (frame.context.call.stopped) return { kind: 'exit', result: {}, error: null };
    if ('bare' in part) await queueBare(part, holder, frame);
    else {
      const control = await placed(runElement(frame, part), part);
      if (control) return control;
    }
  }
  return null;
}

async function runElement(frame: Frame, element: XmlElement): Promise<Control | null> {
  const transfer = transfers[element.name];
  if (transfer) return transfer(frame, element);
  const effect = effects[element.name];
  if (!effect) throw unsupported(element.name.replace(/^\{.*\}/, ''));
  await effect(frame, element);
  return null;
}

/** `<foreach>`: its content once for each element of an array (VoiceXML 2.1 §6). */
async function runForeach(frame: Frame, element: XmlElement): Promise<Control | null> {
  return eachElement(frame, element, () => runContent(frame, element.children, element));
}

/** `<if>`: `<elseif>` and `<else>` part its content (§5.3.14). */
async function runIf(frame: Frame, element: XmlElement): Promise<Control | null> {
  const branches: { cond: string; nodes: XmlNode[] }[] = [{ cond: condOf(element), nodes: [] }];
  for (const node of element.children) {
    if (isElement(node) && ['elseif', 'else'].includes(node.name))
      branches.push({ cond: condOf(node), nodes: [] });
    else branches.at(-1)?.nodes.push(node);
  }
  const { script } = frame.context.call;
  const chosen = branches.find(({ cond }) => script.test(frame.chain, cond));
  return chosen ? runContent(frame, chosen.nodes, element) : null;
}

/** `<else>` has no condition: it always holds. */
function condOf(element: XmlElement): string {
  return element.attributes.get('cond') ?? 'true';
}
