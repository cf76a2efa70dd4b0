import { goOn } from '../content/goto.ts';
import { namedEvent } from '../content/named-event.ts';
import type { Control } from '../control.ts';
import type { Frame } from '../frame.ts';
import type { PathStep } from '../grammar/automaton.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { keysOf } from '../grammar/literals.ts';
import { collect, type Collected, type Timing } from '../input/collect.ts';
import { PageEvent } from '../page-event.ts';
import { property, timeProperty } from '../properties.ts';
import type { XmlElement } from '../xml/element.ts';
import { activeGrammars } from './active-grammars.ts';
import type { Dialog, FormItem } from './dialog.ts';
import { fill } from './fill.ts';
import { runFilled } from './filled.ts';

/**
 * Says what is queued, listens for keys and does what they mean.
 * @throws PageEvent noinput, nomatch, connection.disconnect.hangup, or a mistake in the page
 */
export async function listen(frame: Frame, dialog: Dialog, item: FormItem): Promise<Control | null> {
  const { call, application } = frame.context;
  const grammars = await activeGrammars(frame, dialog, item);
  const timing = timingOf(frame);
  const begun = call.clock.now();
  const { timeoutMs, mark } = await call.prompts.playBeforeInput();
  const timeout = timeoutMs ?? timing.timeout;
  if (!call.keypad.left && !call.keypad.hasKey) await call.platform.listen();
  const collected = await collect(call.keypad, grammars, { ...timing, timeout });
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
      if (!call.hangupTold) throw call.hangupEvent('the caller hung up');
      return { kind: 'exit', result: {}, error: null };
    case 'noinput':
      throw new PageEvent('noinput');
    case 'nomatch':
      throw new PageEvent('nomatch');
    case 'match': {
      return understood(frame, dialog, collected);
    }
  }
}

/** Input that a grammar matched fills items, or follows a choice or link (VoiceXML 2.1 §3.1.6, §5.1.5). */
export async function understood(
  frame: Frame,
  dialog: Dialog,
  { grammar, path }: { grammar: Grammar; path: readonly PathStep[] },
): Promise<Control | null> {
  const { call, application } = frame.context;
  const result = {
    utterance: keysOf(path),
    inputmode: 'dtmf',
    confidence: 1,
    interpretation: grammar.meaning(path),
  };
  call.script.setResults(application.scope, 'lastresult$', [result]);
  const { owner } = grammar;
  if (owner.name === 'choice' || owner.name === 'link') return follow(frame, owner);
  return runFilled(frame, dialog, fill(frame, dialog, { owner, result }));
}

async function follow(frame: Frame, element: XmlElement): Promise<Control> {
  const event = namedEvent(frame, element);
  if (event) throw event;
  return goOn(frame, element);
}
