import type { Json } from '../../core/json.ts';
import type { EngineEvent, StepInputs } from '../step.ts';
import type { DataModel, DataModelState, GivenValue, SessionView } from './data-model.ts';
import type { PlainDataModel } from './plain-data-model.ts';
import { NotPlain, notPlain } from './plain-operators.ts';

/**
 * The data model of one session that begins without a script engine and goes over to one at the first expression that
 * needs it. Throws NotPlain where that cannot be done in the middle of a step: then it is done with scripts from its
 * beginning. When it goes over depends on the document and the request only.
 */
export class MixedDataModel implements DataModel {
  readonly #plain: PlainDataModel;
  readonly #engine: () => DataModel;
  /** The script engine's, once it is needed. */
  #scripts: DataModel | null = null;
  #turn: { inputs: StepInputs; view: SessionView } | null = null;
  #event: EngineEvent | null = null;
  #loops = 0;

  /** `engine`: a data model with scripts that nobody else uses before the turn is over. */
  constructor(plain: PlainDataModel, engine: () => DataModel) {
    this.#plain = plain;
    this.#engine = engine;
  }

  begin(state: DataModelState, inputs: StepInputs, view: SessionView): void {
    this.#turn = { inputs, view };
    try {
      this.#plain.begin(state, inputs, view);
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
      this.#scripts = this.#engine();
      this.#scripts.begin(state, inputs, view);
    }
  }

  end(): DataModelState {
    return this.#do((model) => model.end());
  }

  lose(): string[] {
    return this.#do((model) => model.lose());
  }

  setEvent(event: EngineEvent): void {
    this.#do((model) => model.setEvent(event));
    this.#event = event;
  }

  declare(id: string): void {
    this.#do((model) => model.declare(id));
  }

  set(id: string, value: Json): void {
    this.#do((model) => model.set(id, value));
  }

  setXml(id: string, xml: string): void {
    this.#do((model) => model.setXml(id, xml));
  }

  evaluateInto(id: string, source: string): void {
    this.#do((model) => model.evaluateInto(id, source));
  }

  value(source: string): Json | undefined {
    return this.#do((model) => model.value(source));
  }

  given(source: string): GivenValue {
    return this.#do((model) => model.given(source));
  }

  truth(source: string): boolean {
    return this.#do((model) => model.truth(source));
  }

  assign(location: string, source: string): void {
    this.#do((model) => model.assign(location, source));
  }

  assignValue(location: string, value: Json): void {
    this.#do((model) => model.assignValue(location, value));
  }

  assignXml(location: string, xml: string): void {
    this.#do((model) => model.assignXml(location, xml));
  }

  run(source: string): void {
    this.#do((model) => model.run(source));
  }

  forEach(loop: { array: string; item: string; index: string | null }, body: () => void): void {
    if (this.#scripts) return this.#scripts.forEach(loop, body);
    this.#loops++;
    this.#plain.forEach(loop, body);
    this.#loops--;
  }

  isUnknownName(source: string): boolean {
    return this.#do((model) => model.isUnknownName(source));
  }

  #do<T>(act: (model: DataModel) => T): T {
    if (!this.#scripts) {
      try {
        return act(this.#plain);
      } catch (error) {
        if (!(error instanceof NotPlain)) throw error;
      }
      this.#scripts = this.#goOver();
    }
    return act(this.#scripts);
  }

  #goOver(): DataModel {
    // An array that is gone over, or an object with two names, would not be the same one on the other side.
    if (!this.#turn || this.#loops > 0 || this.#plain.isShared) return notPlain();
    const { inputs, view } = this.#turn;
    const scripts = this.#engine();
    scripts.begin(this.#plain.end(), inputs, view);
    if (this.#event) scripts.setEvent(this.#event);
    return scripts;
  }
}
