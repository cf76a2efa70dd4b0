import type { Chart } from '../chart/chart.ts';
import type { DataModel } from './data-model.ts';
import { NullDataModel } from './null-data-model.ts';
import { PlainDataModel } from './plain-data-model.ts';

/** The data models without scripts of a chart and of those it invokes: one each, used by one session at a time. */
export class PlainModels {
  readonly #kept = new Map<Chart, PlainDataModel>();

  /** @throws NotPlain: the step is to be done with scripts, from its beginning */
  use<T>(chart: Chart, turn: (model: DataModel) => T): T {
    if (chart.dataModel === 'null') return turn(new NullDataModel());
    const model = this.#kept.get(chart) ?? new PlainDataModel(chart);
    this.#kept.set(chart, model);
    return turn(model);
  }
}
