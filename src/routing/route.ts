import { configureAgents, dropGoneAgents, setAgent, setMedium } from './agents.ts';
import { Board } from './board.ts';
import { dialAhead } from './dial-ahead.ts';
import { Draft } from './draft.ts';
import { beginJoining, connect, hold, rankEntries, release, remove, submit, update } from './entries.ts';
import { passTime } from './expiry.ts';
import { match } from './match.ts';
import { answerPreview, beginPreview } from './preview.ts';
import type { Routed, RouterMessage } from './messages.ts';

/**
 * One step of the router: what a message changes, who gets an agent by it, and why. Pure: the same board, message
 * and time give the same result, and the board stays as it is. The time that has passed is taken into account first,
 * so that no message depends on a timer having fired before it.
 *
 * @throws AGENT_UNKNOWN, MEDIUM_REFUSED, PREVIEW_REFUSED for an agent message that cannot be followed, AGENT_BUSY for an
 *   agent who answers, or talks, and is somebody else's by now.
 */
export function route(board: Board, message: RouterMessage, now: number): Routed {
  const configured = message.type === 'configure' ? new Board(board.state(), message.config) : board;
  const draft = new Draft(configured, now);
  passTime(draft);
  follow(draft, message);
  dropGoneAgents(draft);
  match(draft);
  dialAhead(draft);
  return draft.finish();
}

function follow(draft: Draft, message: RouterMessage): void {
  switch (message.type) {
    case 'configure': {
      configureAgents(draft);
      rankEntries(draft);
      return;
    }
    case 'submit': {
      submit(draft, message);
      return;
    }
    case 'hold': {
      hold(draft, message.entryId);
      return;
    }
    case 'remove': {
      const { entryId, sessionId = draft.entries.get(entryId)?.sessionId } = message;
      if (draft.entries.get(entryId)?.sessionId === sessionId) remove(draft, entryId, message.why);
      return;
    }
    case 'update': {
      update(draft, message);
      return;
    }
    case 'preview': {
      beginPreview(draft, message);
      return;
    }
    case 'preview-answer': {
      answerPreview(draft, message);
      return;
    }
    case 'joining': {
      beginJoining(draft, message.entryId);
      return;
    }
    case 'connected': {
      connect(draft, message.entryId);
      return;
    }
    case 'release': {
      release(draft, message.entryId, message.reason);
      return;
    }
    case 'agent': {
      setAgent(draft, message);
      return;
    }
    case 'media': {
      setMedium(draft, message);
      return;
    }
    case 'tick':
      return;
  }
}
