import { badFetch } from '../page-event.ts';
import { pruned, type Automaton, type State } from './automaton.ts';
import type { Expression } from './expression.ts';

/** A key may cost a visit to each state, so this bounds the time for a key as well as the memory. */
const MOST_STATES = 20_000;
const DEEPEST = 400;

/**
 * The automaton of an expression. Its size is known before it is built, so a grammar that would be too large costs
 * nothing.
 * @throws PageEvent `error.badfetch`, beginning with `place`, for one that is too large or nested too deep.
 */
export function compile(expression: Expression, place: string): Automaton {
  if (expression.size >= MOST_STATES) throw badFetch(`${place} is too large a grammar`);
  if (expression.depth > DEEPEST) throw badFetch(`${place} is nested too deep`);
  const states: State[] = [{ kind: 'accept' }];
  const start = emit(states, expression, 0);
  return pruned({ states, start });
}

/** Builds from right to left: answers the state in which the expression begins, given the one that follows it. */
function emit(states: State[], expression: Expression, next: number): number {
  switch (expression.kind) {
    case 'keys':
      return states.push({ kind: 'keys', keys: expression.keys, to: next }) - 1;
    case 'note':
      return states.push({ kind: 'note', step: expression.step, to: next }) - 1;
    case 'sequence':
      return expression.parts.reduceRight((follow, part) => emit(states, part, follow), next);
    case 'choice':
      return states.push({ kind: 'split', to: expression.of.map((one) => emit(states, one, next)) }) - 1;
    case 'repeat':
      return emitRepeat(states, expression, next);
  }
}

function emitRepeat(
  states: State[],
  { body, least, most }: Expression & { kind: 'repeat' },
  next: number,
): number {
  let at = next;
  if (most === Infinity) {
    const loop: State = { kind: 'split', to: [] };
    at = states.push(loop) - 1;
    loop.to.push(emit(states, body, at), next);
  } else
    for (let extra = least; extra < most; extra++)
      at = states.push({ kind: 'split', to: [emit(states, body, at), next] }) - 1;
  for (let copy = 0; copy < least; copy++) at = emit(states, body, at);
  return at;
}
