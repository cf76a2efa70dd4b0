import { ScriptError } from '../../sandbox/script-error.ts';
import type { Invoke, StateNode } from '../chart/chart.ts';
import type { ChildDocument, EngineEvent, Invocation } from '../step.ts';
import { caught, executeBlock } from './execute.ts';
import { contentOf, namedValues, textOf } from './values.ts';
import { raiseError, type Work } from './work.ts';

const types = ['', 'scxml', 'http://www.w3.org/TR/scxml', 'http://www.w3.org/TR/scxml/'];

/** Carries out the invokes of a state that was entered and not left. SCXML §6.4: an error in one calls it off. */
export function beginInvokes(work: Work, state: StateNode): void {
  for (const [at, invoke] of state.invokes.entries()) {
    try {
      begin(work, state, at, invoke);
    } catch (error) {
      caught(work, error, invoke.line);
    }
  }
}

function begin(work: Work, state: StateNode, at: number, invoke: Invoke): void {
  const { snapshot, model, kin } = work;
  const type = invoke.type ? textOf(work, invoke.type) : '';
  if (!types.includes(type)) throw new ScriptError('Error', `sessions of type "${type}" cannot be invoked`);
  // SCXML §6.4.1: an id of our own begins with that of the state.
  const id = invoke.id ?? `${state.id}.${++snapshot.counters.invoke}`;
  if (invoke.idLocation !== null) model.assignValue(invoke.idLocation, id);
  const document = documentOf(work, invoke);
  const params = namedValues(work, invoke);
  try {
    kin.begin({ id, state: state.id, at, autoforward: invoke.autoforward, document, params });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    // The processor that was asked for is there; what it should run is not.
    raiseError(work, { name: 'error.communication', text: error.message, line: invoke.line });
  }
}

function documentOf(work: Work, { src, content }: Invoke): ChildDocument {
  if (src) return { kind: 'file', address: textOf(work, src) };
  if (!content) throw new ScriptError('Error', 'nothing says what is to be invoked');
  if ('kind' in content && content.kind === 'document') return { kind: 'inner', at: content.at };
  const { data } = contentOf(work, content);
  if (typeof data !== 'string') throw new ScriptError('TypeError', 'what is to be invoked is no document');
  return { kind: 'text', text: data };
}

/** A state is left: so is what it invoked. SCXML §6.4.3 */
export function cancelInvokes({ snapshot, kin }: Work, state: StateNode): void {
  if (state.invokes.length === 0) return;
  for (const { id } of snapshot.invoked.filter((one) => one.state === state.id)) kin.cancel(id);
}

/** Before an external event is looked at: finalize of the session it comes from, copies to those that get all. SCXML D */
export function receive(work: Work, active: StateNode[], event: EngineEvent): void {
  const { snapshot, kin } = work;
  for (const invocation of [...snapshot.invoked]) {
    const { id, autoforward, session } = invocation;
    if (event.invokeid === id) executeBlock(work, finalizeOf(active, invocation));
    if (autoforward && session) kin.toInvoked(id, event);
  }
  // Nothing comes from it any more.
  if (event.name === `done.invoke.${event.invokeid ?? ''}`)
    snapshot.invoked = snapshot.invoked.filter(
      ({ id, session }) => id !== event.invokeid || session !== null,
    );
}

function finalizeOf(active: StateNode[], { state, at }: Invocation): Invoke['finalize'] {
  return active.find(({ id }) => id === state)?.invokes[at]?.finalize ?? [];
}
