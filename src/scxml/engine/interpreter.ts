import type { Executable, StateNode, Transition } from '../chart/chart.ts';
import type { EngineEvent } from '../step.ts';
import { declareData } from './data.ts';
import { entriesOf, entrySet, type Entering } from './entry.ts';
import { caught, executeBlock } from './execute.ts';
import { beginInvokes, cancelInvokes, receive } from './invoke.ts';
import { exitSet, selectTransitions } from './select.ts';
import type { Tree } from './tree.ts';
import { contentOf, namedData, type EventData } from './values.ts';
import { raiseError, type Work } from './work.ts';

/** Most microsteps of a step: two states that send each other on would spin for ever. */
const MOST_MICROSTEPS = 1_000;

/** The algorithm of SCXML Appendix D on one session, for the length of one step. */
export class Interpreter {
  readonly #tree: Tree;
  readonly #work: Work;
  readonly configuration: Set<number>;
  #running: boolean;

  constructor(tree: Tree, work: Work) {
    this.#tree = tree;
    this.#work = work;
    this.configuration = new Set(
      work.snapshot.configuration.map((id) => tree.indexOf(id)).filter((one) => one !== undefined),
    );
    this.#running = !work.snapshot.done;
  }

  get running(): boolean {
    return this.#running;
  }

  /** The active states in document order. */
  get stateIds(): string[] {
    return this.#states().map(({ id }) => id);
  }

  /** Enters the document. SCXML D, interpret. */
  begin(): void {
    const { chart } = this.#tree;
    const { model } = this.#work;
    if (!chart.lateBinding) for (const state of chart.states) declareData(this.#work, state);
    else {
      for (const state of chart.states) for (const { id } of state.data) model.declare(id);
      declareData(this.#work, this.#tree.state(0));
    }
    for (const script of chart.scripts) {
      try {
        model.run(script.source);
      } catch (error) {
        caught(this.#work, error, script.line);
      }
    }
    const root = this.#tree.state(0);
    if (root.initial) this.#enter([{ transition: root.initial, domain: root.index }]);
    this.settle();
    this.#endMacrostep();
  }

  /** Takes the external events that wait, up to one that has another session begin. SCXML D, mainEventLoop. */
  take(): void {
    const { snapshot, kin } = this.#work;
    while (this.#running && !kin.isAwaited()) {
      const next = snapshot.externalQueue.shift();
      if (!next) return;
      this.#event(next);
      receive(this.#work, this.#states(), next);
      this.#microstep(this.#select(next.name));
      this.settle();
      this.#endMacrostep();
    }
  }

  /** Takes up what was queued before anything from outside comes. */
  goOn(): void {
    this.settle();
    this.#endMacrostep();
  }

  /** Leaves everything because the invoking session wants it. SCXML §6.4.3 */
  cancel(): void {
    if (this.#running) this.#end();
  }

  /** The done data of the final state the session ended in. */
  doneData: EventData = { data: null };

  /** SCXML D, mainEventLoop: what was entered and not left invokes; errors in that are events like any other. */
  #endMacrostep(): void {
    while (this.#running && this.#toInvoke.size > 0) {
      const entered = [...this.#toInvoke].sort((a, b) => a - b);
      this.#toInvoke.clear();
      for (const index of entered) beginInvokes(this.#work, this.#tree.state(index));
      this.settle();
    }
  }
  readonly #toInvoke = new Set<number>();

  #states(): StateNode[] {
    return [...this.configuration].sort((a, b) => a - b).map((index) => this.#tree.state(index));
  }

  /** Leaves everything: the end of the session. SCXML D, exitInterpreter. */
  #end(): void {
    for (const state of this.#states().reverse()) {
      if (state.kind === 'final' && state.parent === 0) this.doneData = this.#doneDataOf(state);
      this.#leave(state);
    }
    this.#running = false;
  }

  /** Eventless transitions and internal events, until there is nothing left to do. */
  settle(): void {
    const { snapshot } = this.#work;
    while (this.#running) {
      if (++this.#work.spent.microsteps > MOST_MICROSTEPS) {
        raiseError(this.#work, {
          text: `the session was ended: more than ${MOST_MICROSTEPS} microsteps in one step`,
          line: 0,
        });
        this.#end();
        return;
      }
      let enabled = this.#select(null);
      if (enabled.length === 0) {
        const event = snapshot.internalQueue.shift();
        if (!event) return;
        this.#event(event);
        enabled = this.#select(event.name);
      }
      this.#microstep(enabled);
    }
  }

  #event(event: EngineEvent): void {
    this.#work.trace.push({
      kind: 'event',
      name: event.name,
      internal: event.type === 'internal' || event.type === 'platform',
    });
    this.#current = event.name;
    try {
      this.#work.model.setEvent(event);
    } catch (error) {
      // Data too deep or too large for a script to see: the event itself happened all the same.
      this.#work.model.setEvent({ ...event, data: null });
      caught(this.#work, error, 0);
    }
  }
  #current = '';

  #select(event: string | null): Transition[] {
    const selection = { configuration: this.configuration, history: this.#work.snapshot.history };
    return selectTransitions(this.#tree, selection, event, (transition) => this.#holds(transition));
  }

  #holds({ cond }: Transition): boolean {
    if (!cond) return true;
    try {
      return this.#work.model.truth(cond.source);
    } catch (error) {
      caught(this.#work, error, cond.line);
      return false;
    }
  }

  /** SCXML D, microstep. */
  #microstep(enabled: Transition[]): void {
    if (enabled.length === 0) return;
    const entering = entriesOf(this.#tree, enabled, this.#work.snapshot.history);
    this.#exit(enabled);
    for (const transition of enabled) this.#note(transition);
    for (const { body } of enabled) executeBlock(this.#work, body);
    this.#enter(entering);
  }

  #note({ source, events, targets, cond, line }: Transition): void {
    this.#work.trace.push({
      kind: 'transition',
      source: this.#tree.state(source).id,
      event: events.length > 0 ? this.#current : '',
      targets: targets.map((target) => this.#tree.state(target).id),
      ...(cond ? { cond: cond.source } : {}),
      line,
    });
  }

  /** SCXML D, exitStates: histories are remembered before anything is left. */
  #exit(enabled: Transition[]): void {
    const { snapshot } = this.#work;
    const selection = { configuration: this.configuration, history: snapshot.history };
    const leaving = exitSet(this.#tree, selection, enabled).sort((a, b) => b - a);
    for (const index of leaving)
      for (const history of this.#tree.state(index).histories) this.#remember(index, history);
    for (const index of leaving) this.#leave(this.#tree.state(index));
  }

  #leave(state: StateNode): void {
    this.#run(state.onexit);
    cancelInvokes(this.#work, state);
    this.#toInvoke.delete(state.index);
    this.configuration.delete(state.index);
    this.#work.trace.push({ kind: 'exit', state: state.id });
  }

  #remember(index: number, history: number): void {
    const { id, deep } = this.#tree.state(history);
    const kept = [...this.configuration].filter((one) =>
      deep
        ? this.#tree.isAtomic(one) && this.#tree.isDescendant(one, index)
        : this.#tree.state(one).parent === index,
    );
    this.#work.snapshot.history[id] = kept.sort((a, b) => a - b).map((one) => this.#tree.state(one).id);
  }

  /** SCXML D, enterStates. */
  #enter(entering: Entering[]): void {
    const set = entrySet(this.#tree, entering, this.#work.snapshot.history);
    for (const index of [...set.states].sort((a, b) => a - b)) {
      const state = this.#tree.state(index);
      const { chart } = this.#tree;
      this.configuration.add(index);
      if (state.invokes.length > 0) this.#toInvoke.add(index);
      if (index > 0) this.#work.trace.push({ kind: 'enter', state: state.id });
      if (chart.lateBinding && index > 0 && !this.#entered(state)) declareData(this.#work, state);
      this.#run(state.onentry);
      if (set.byDefault.has(index) && state.initial) executeBlock(this.#work, state.initial.body);
      executeBlock(this.#work, set.historyContent.get(index) ?? []);
      if (state.kind === 'final') this.#reached(state);
    }
  }

  /** Late binding: a state's data get their values when it is entered for the first time. SCXML §5.3.3 */
  #entered(state: StateNode): boolean {
    const { entered } = this.#work.snapshot;
    if (entered.includes(state.id)) return true;
    entered.push(state.id);
    return false;
  }

  #reached(state: StateNode): void {
    const parent = this.#tree.state(state.parent);
    if (parent.index === 0) {
      this.#end();
      return;
    }
    this.#done(parent, state);
    const grandparent = parent.parent >= 0 ? this.#tree.state(parent.parent) : null;
    if (grandparent?.kind === 'parallel' && grandparent.children.every((child) => this.#isFinal(child)))
      this.#work.snapshot.internalQueue.push({
        name: `done.state.${grandparent.id}`,
        type: 'platform',
        data: null,
      });
  }

  #done(parent: StateNode, state: StateNode): void {
    const data = this.#doneDataOf(state);
    this.#work.snapshot.internalQueue.push({ name: `done.state.${parent.id}`, type: 'platform', ...data });
  }

  #doneDataOf({ doneData, line }: StateNode): EventData {
    try {
      if (doneData?.content) return contentOf(this.#work, doneData.content);
      return doneData ? namedData(this.#work, doneData) : { data: null };
    } catch (error) {
      caught(this.#work, error, line);
      return { data: null };
    }
  }

  #isFinal(index: number): boolean {
    const { kind, children } = this.#tree.state(index);
    if (kind === 'parallel') return children.every((child) => this.#isFinal(child));
    return children.some(
      (child) => this.configuration.has(child) && this.#tree.state(child).kind === 'final',
    );
  }

  #run(blocks: Executable[][]): void {
    for (const block of blocks) executeBlock(this.#work, block);
  }
}
