import type { XmlElement } from '../xml/parse-xml.ts';
import type { StateNode, Transition } from './chart.ts';
import type { CompileContext } from './compile-context.ts';

/** A transition, or the entry an `initial` stands for, and where it is written. */
export interface Targeted {
  transition: Transition;
  element: XmlElement;
}

export interface StatesToCheck {
  states: StateNode[];
  /** The elements of the states, by their number. */
  elements: XmlElement[];
  transitions: Targeted[];
}

/** What no state machine can do, though every element stands where it may. */
export function checkStates(context: CompileContext, { states, elements, transitions }: StatesToCheck): void {
  for (const state of states) {
    const element = elements[state.index];
    if (element) checkState(context, state, element);
  }
  for (const { transition, element } of transitions) {
    const { source, targets } = transition;
    const entry = states[source]?.initial === transition;
    if (entry) checkEntry(context, states, { transition, element });
    else checkTransition(context, transition, element);
    if (targets.some((one, at) => targets.slice(at + 1).some((other) => !together(states, one, other))))
      context.report(element, 'target-conflict', 'the targets are not in different regions of a parallel');
  }
}

function checkState(
  context: CompileContext,
  { kind, id, children, initial }: StateNode,
  element: XmlElement,
): void {
  if (kind === 'scxml' && children.length === 0)
    context.report(element, 'state-missing', 'the document has no state');
  if (kind === 'parallel' && children.length === 0)
    context.report(element, 'state-missing', `the parallel "${id}" has no state`);
  if (kind === 'history' && !initial)
    context.report(element, 'history-default', `the history "${id}" needs a transition`);
  if (kind === 'state' && initial && children.length === 0)
    context.report(element, 'initial-target', `"${id}" has no state to begin with`);
}

/** SCXML §3.5.1: it must have at least one of the three; without, only another one can end its turning. */
function checkTransition(context: CompileContext, transition: Transition, element: XmlElement): void {
  const { events, cond, targets } = transition;
  if (events.length === 0 && !cond && targets.length === 0 && !element.attributes.has('target'))
    context.report(element, 'transition-empty', 'a transition needs an event, a cond or a target', 'warning');
}

/** SCXML §3.6, §3.10: where a state is entered, and what a history stands for, lies inside of it. */
function checkEntry(context: CompileContext, states: StateNode[], { transition, element }: Targeted): void {
  const node = states[transition.source];
  const within = node?.kind === 'history' ? node.parent : transition.source;
  const outside = transition.targets.some((target) => !above(states, target).includes(within));
  if (outside)
    context.report(element, 'initial-target', `the target must be inside of "${states[within]?.id ?? ''}"`);
  if (transition.events.length > 0 || transition.cond)
    context.report(
      element,
      'initial-condition',
      'this transition is taken always: neither event nor cond can be',
    );
}

/** Two states can be active at once when neither contains the other and what they share is a parallel. */
function together(states: StateNode[], one: number, other: number): boolean {
  const [aboveOne, aboveOther] = [above(states, one), above(states, other)];
  if (one === other || aboveOne.includes(other) || aboveOther.includes(one)) return false;
  const shared = aboveOne.find((index) => aboveOther.includes(index));
  return shared !== undefined && states[shared]?.kind === 'parallel';
}

/** Numbers of the states around one, nearest first. */
function above(states: StateNode[], index: number): number[] {
  const list: number[] = [];
  for (let at = states[index]?.parent ?? -1; at >= 0; at = states[at]?.parent ?? -1) list.push(at);
  return list;
}
