import type { Chart } from '../chart/chart.ts';
import type { DataModel } from './data-model.ts';
import type { DataModels } from './data-models.ts';
import { MixedDataModel } from './mixed-data-model.ts';
import { NullDataModel } from './null-data-model.ts';
import { PlainDataModel } from './plain-data-model.ts';

/** The data models of a chart and of those it invokes that use a script engine only from where they need it. */
export class MixedModels {
  readonly #scripts: DataModels;
  readonly #kept = new Map<Chart, PlainDataModel>();

  constructor(scripts: DataModels) {
    this.#scripts = scripts;
  }

  /** @throws NotPlain: the step is to be done with scripts, from its beginning */
  use<T>(chart: Chart, turn: (model: DataModel) => T): T {
    if (chart.dataModel === 'null') return turn(new NullDataModel());
    const plain = this.#kept.get(chart) ?? new PlainDataModel(chart);
    this.#kept.set(chart, plain);
    return this.#scripts.lend(chart, (engine) => turn(new MixedDataModel(plain, engine)));
  }
}
