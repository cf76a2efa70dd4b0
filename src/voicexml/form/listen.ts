import { goOn } from '../content/goto.ts';
import { namedEvent } from '../content/named-event.ts';
import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import { keysOf } from '../grammar/literals.ts';
import { collect, type Collected, type Timing } from '../input/collect.ts';
import { collectHotword, listenForHotword } from '../input/hotword.ts';
import type { Match } from '../input/entry.ts';
import { PageEvent } from '../page-event.ts';
import { bargeinOf } from '../prompt/queue-prompts.ts';
import { property, timeProperty } from '../properties.ts';
import { activeTarget } from '../target.ts';
import type { XmlElement } from '../xml/element.ts';
import { activeGrammars, checkSilence } from './active-grammars.ts';
import { dialogAround, type Dialog, type FormItem } from './dialog.ts';
import { fill } from './fill.ts';
import { runFilled } from './filled.ts';

/**
 * Says what is queued, listens for keys and does what they mean.
 * @throws PageEvent noinput, nomatch, connection.disconnect.hangup, or a mistake in the page
 */
export async function listen(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { call, application } = frame.context;
  const grammars = await activeGrammars(frame, dialog, item);
  if (grammars.length === 0 && !call.keypad.left) checkSilence(item.element);
  const timing = timingOf(frame);
  const begun = call.clock.now();
  const listenFor = listenForHotword(call.keypad, grammars, timing);
  const { timeoutMs, mark, understood, bargein } = await call.prompts.playBeforeInput(listenFor);
  timing.timeout = timeoutMs ?? timing.timeout;
  if (!understood && !call.keypad.left && !call.keypad.hasKey) await call.platform.listen();
  const collecting = (bargein ?? bargeinOf(frame, null)) === 'hotword' ? collectHotword : collect;
  const collected = understood ?? (await collecting(call.keypad, grammars, timing));
  if (collected.kind === 'match' || collected.kind === 'nomatch' || call.clock.now() > begun) call.heard();
  // Set even before what the input means, so that handlers of noinput and nomatch see it (VoiceXML 2.1 §4.1.8.1).
  call.script.mark(application.scope, 'lastresult$', mark);
  return process(frame, dialog, collected);
}

function timingOf(frame: Frame): Timing {
  return {
    timeout: timeProperty(frame, 'timeout'),
    interdigit: timeProperty(frame, 'interdigittimeout'),
    term: timeProperty(frame, 'termtimeout'),
    termchar: property(frame, 'termchar') ?? '',
  };
}

async function process(frame: Frame, dialog: Dialog, collected: Collected): Promise<Control | null> {
  const { call } = frame.context;
  switch (collected.kind) {
    case 'left':
      return call.waitWithoutCaller();
    case 'noinput':
      throw new PageEvent('noinput');
    case 'nomatch':
      throw new PageEvent('nomatch');
    case 'match': {
      return understood(frame, dialog, collected);
    }
  }
}

/**
 * Input that a grammar matched fills items, or follows a choice or link (VoiceXML 2.1 §3.1.6, §5.1.5); matched by a
 * grammar of another form or menu it goes there, to be processed in its place (§3.1.4).
 */
export async function understood(frame: Frame, dialog: Dialog, match: Match): Promise<Control | null> {
  const { grammar, path } = match;
  const { call, application } = frame.context;
  const other = dialogAround(grammar.owner);
  if (other && other !== dialog.element)
    return { kind: 'go', target: { ...activeTarget(frame.context, other), input: match } };
  const result = {
    utterance: keysOf(path),
    inputmode: 'dtmf',
    confidence: 1,
    interpretation: grammar.meaning(path),
  };
  const marks = call.script.setResults(application.scope, 'lastresult$', [result]);
  const { owner } = grammar;
  if (owner.name === 'choice' || owner.name === 'link') return follow(frame, owner);
  return runFilled(frame, dialog, fill(frame, dialog, { owner, result: { ...result, ...marks } }));
}

async function follow(frame: Frame, element: XmlElement): Promise<Control> {
  const event = namedEvent(frame, element);
  if (event) throw event;
  return goOn(frame, element);
}
