import { uuidOf } from '../../core/ids.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  inBackground,
  interactionOf,
  refuse,
  textOf,
  type ElementHandler,
  type Tools,
} from '../module.ts';
import { beginOnce } from './begin-once.ts';
import {
  completeConference,
  completeTransfer,
  conferAtOnce,
  consult,
  hold,
  retrieve,
  transferAtOnce,
  type Hand,
} from './call-control.ts';
import { failed, type Handled } from './conversation.ts';
import { findHandedOver } from './hand-over.ts';
import { askFarEnd } from './ixn-destination.ts';

interface Control {
  does: string;
  /** What its event tells beside the call. */
  tells?: string;
  /** States of the call in which it is not possible. */
  notWhile: string[];
  /** Whether it rings somebody: `to`. */
  rings?: true;
  act: (hand: Hand) => Promise<Handled>;
}

const unanswered = ['ringing', 'treating'];

const controls: Record<string, Control> = {
  hold: {
    does: 'The caller hears the music of the queue, and the agent nothing. Whichever of the two leaves, both are gone.',
    notWhile: [...unanswered, 'hold', 'transferring', 'routed'],
    act: hold,
  },
  retrieve: {
    does: 'The two talk again. A third whom the agent consults is let go of.',
    notWhile: [...unanswered, 'routed'],
    act: retrieve,
  },
  initiatetransfer: {
    does: 'The caller is put on hold, and the agent talks with a number or another agent. Its event comes when they do. When nobody answers the call stays on hold.',
    tells: 'consultid',
    notWhile: [...unanswered, 'transferring', 'routed'],
    rings: true,
    act: consult,
  },
  completetransfer: {
    does: 'The caller talks with the third, and the agent is let go of.',
    tells: 'consultid',
    notWhile: [...unanswered, 'hold', 'routed'],
    act: completeTransfer,
  },
  initiateconference: {
    does: 'As `initiatetransfer`.',
    tells: 'consultid',
    notWhile: [...unanswered, 'transferring', 'routed'],
    rings: true,
    act: consult,
  },
  completeconference: {
    does: 'Caller, agent and third talk, until the caller leaves or is alone.',
    tells: 'consultid',
    notWhile: [...unanswered, 'hold', 'routed'],
    act: completeConference,
  },
  singlestepconference: {
    does: 'Rings a number or another agent while caller and agent talk, and puts the three together when it answers.',
    tells: 'consultid',
    notWhile: [...unanswered, 'hold', 'transferring', 'routed'],
    rings: true,
    act: conferAtOnce,
  },
  singlesteptransfer: {
    does: 'Rings a number or an agent and hands the caller over when it answers. An agent who talks with the caller is let go of then, and talks on when nobody answers.',
    notWhile: ['transferring', 'routed'],
    rings: true,
    act: transferAtOnce,
  },
};

/** ORS: call control in the middle of a conversation. `from` changes nothing: it is the agent who talks. */
export const voiceElements: Record<string, ElementHandler> = Object.fromEntries(
  Object.entries(controls).map(([name, control]) => [name, elementOf(name, control)]),
);

function elementOf(name: string, { does, tells, notWhile, rings, act }: Control): ElementHandler {
  const data = ['interactionid', ...(tells === undefined ? [] : [tells])].join(', ');
  const codes = ['null', ...notWhile].map((state) => `invalidstate.${state}`);
  return {
    spec: elementSpec(['interactionid', 'from', ...(rings ? ['to'] : []), 'hints'], rings ? ['to'] : []),
    about: {
      does,
      events: [`voice.${name}.done {${data}}`],
      errors: [...(rings ? ['invaliddestination'] : []), 'remote', ...codes],
    },
    mode: 'at-most-once',
    errorEvent: `error.voice.${name}`,
    run: (action, session, tools) => begin(action, session, tools, act),
    recover: name === 'singlesteptransfer' ? recoverTransfer : recover,
    abandon: (action, tools) => abandon(action, tools, rings ?? false),
  };
}

async function begin(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  act: Control['act'],
): Promise<void> {
  const hand = await handOf(action, session, tools);
  if (typeof hand === 'string') return tell(action, session, tools, failed('invaliddestination', hand));
  const begun = await beginOnce(action, tools);
  if (begun === 'again') return recover(action, session, tools);
  if (begun === 'begun')
    inBackground(action, tools, async () => tell(action, session, tools, await act(hand)));
}

/** After a restart: nobody is rung again, and a call on hold is still on hold. */
async function recover(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  await tools.app.switch.kill(legOf(action), 'ORIGINATOR_CANCEL');
  const description = 'it was interrupted: a call on hold can be retrieved';
  return tell(action, session, tools, failed('remote', description));
}

function recoverTransfer(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const id = interactionOf(attributesOf(action), session);
  inBackground(action, tools, async () => {
    const found = await findHandedOver(tools, id);
    return tell(action, session, tools, found.kind === 'transferred' ? { kind: 'done' } : found);
  });
  return Promise.resolve();
}

/** The session is over: a phone that still rings stops. */
async function abandon(action: ActionRow, { app }: Tools, rings: boolean): Promise<void> {
  const answered = app.switch.call(legOf(action)) !== undefined;
  if (rings && action.status === 'sending' && !answered)
    await app.switch.kill(legOf(action), 'ORIGINATOR_CANCEL');
}

function tell(action: ActionRow, session: SessionRow, tools: Tools, outcome: Handled): Promise<void> {
  const interactionid = interactionOf(attributesOf(action), session);
  if (outcome.kind === 'failed') {
    const { error, description } = outcome;
    return refuse(action, tools, { interactionid, error, description });
  }
  const name = action.kind.slice('ixn.'.length);
  return tools.result(action, `voice.${name}.done`, { interactionid, ...outcome.data });
}

function legOf(action: ActionRow): string {
  return uuidOf('leg', action.id);
}

/** A text says why there is nobody to ring. */
async function handOf(action: ActionRow, session: SessionRow, tools: Tools): Promise<Hand | string> {
  const attributes = attributesOf(action);
  const nobody: Hand['to'] = { kind: 'phone', phone: '' };
  const to = controls[action.kind.slice('ixn.'.length)]?.rings
    ? await askFarEnd(attributes['to'] ?? null, textOf(session.params, 'service'), tools.app)
    : nobody;
  if (typeof to === 'string') return to;
  return {
    tools,
    sessionId: session.id,
    interactionId: interactionOf(attributes, session),
    to,
    legId: legOf(action),
  };
}
