import type { Json } from '../../core/json.ts';
import { ScriptError } from '../../sandbox/script-error.ts';
import type { StepInputs } from '../step.ts';
import type { DataModel, DataModelState, SessionView } from './data-model.ts';

/** The null data model: no data, and conditions that ask for a state. SCXML Appendix B.1 */
export class NullDataModel implements DataModel {
  #view: SessionView | null = null;

  begin(_state: DataModelState, _inputs: StepInputs, view: SessionView): void {
    this.#view = view;
  }

  end(): DataModelState {
    return { data: {}, declared: [], made: {} };
  }

  lose(): string[] {
    return [];
  }

  setEvent(): void {
    // Nobody can see it.
  }

  truth(source: string): boolean {
    const [, , state] = /^\s*In\(\s*(['"])(.*)\1\s*\)\s*$/.exec(source) ?? [];
    if (state === undefined) return refuse(source);
    return this.#view?.isActive(state) ?? false;
  }

  declare = refuse;
  set = refuse;
  setXml = refuse;
  evaluateInto = refuse;
  assign = refuse;
  assignValue = refuse;
  assignXml = refuse;
  run = refuse;

  value(source: string): Json {
    return refuse(source);
  }

  given(source: string): never {
    return refuse(source);
  }

  forEach({ array }: { array: string }): void {
    refuse(array);
  }

  isUnknownName(): boolean {
    return false;
  }
}

function refuse(source: string): never {
  throw new ScriptError('Error', `the null data model cannot evaluate ${source}`);
}
