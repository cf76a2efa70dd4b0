import type { Chart } from '../chart/chart.ts';
import type { ModuleRegistry } from '../step.ts';
import type { DataModel } from './data-model.ts';
import { NullDataModel } from './null-data-model.ts';
import { ScriptDataModel } from './script-data-model.ts';

/** The data models of a chart and of those it invokes: one script context each, used by one session at a time. */
export class DataModels {
  readonly #registry: ModuleRegistry;
  readonly #forgiving: boolean;
  readonly #kept = new Map<Chart, ScriptDataModel>();
  #nearLimit = false;

  constructor(registry: ModuleRegistry, forgiving: boolean) {
    this.#registry = registry;
    this.#forgiving = forgiving;
  }

  /** True when a fresh context might have judged otherwise in any use since the last time this was asked. */
  takeNearLimit(): boolean {
    const near = this.#nearLimit;
    this.#nearLimit = false;
    return near;
  }

  use<T>(chart: Chart, turn: (model: DataModel) => T): T {
    if (chart.dataModel === 'null') return turn(new NullDataModel());
    return this.lend(chart, (engine) => turn(engine()));
  }

  /** For a turn that asks for the script context itself, if it needs it at all. */
  lend<T>(chart: Chart, turn: (engine: () => ScriptDataModel) => T): T {
    let lent: ScriptDataModel | undefined;
    try {
      return turn(() => (lent ??= this.#of(chart)));
    } finally {
      if (lent) this.#takeBack(chart, lent);
    }
  }

  #takeBack(chart: Chart, model: ScriptDataModel): void {
    this.#nearLimit ||= model.nearLimit;
    model.leave();
    if (!model.spoilt) return;
    model.dispose();
    this.#kept.delete(chart);
  }

  dispose(): void {
    for (const model of this.#kept.values()) model.dispose();
    this.#kept.clear();
  }

  #of(chart: Chart): ScriptDataModel {
    const kept = this.#kept.get(chart);
    if (kept) return kept;
    const made = new ScriptDataModel({ chart, registry: this.#registry, forgiving: this.#forgiving });
    this.#kept.set(chart, made);
    return made;
  }
}
