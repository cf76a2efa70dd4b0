import { contentHash } from '../core/ids.ts';
import { RingbackError } from '../core/errors.ts';
import { chartFiles } from './chart-files.ts';
import { fileIn } from '../scxml/file-address.ts';
import type { ChartText } from '../scxml/chart-host.ts';
import type { ChartRunner } from '../scxml/chart-runner.ts';
import type { Store } from '../store/store.ts';
import { moduleRegistry } from './registry.ts';
import type { Stepper } from './step-session.ts';

const MOST_KEPT = 200;

/** Steps sessions with the strategy of the set they keep. */
export function createStepper(store: Store, runner: ChartRunner): Stepper {
  const known = new Map<string, ChartText>();
  const chartOf = async (setHash: string, strategy: string): Promise<ChartText> => {
    const place = `${setHash}/${strategy}`;
    const chart = known.get(place);
    if (chart) return chart;
    const loaded = chartIn((await store.sets.get(setHash))?.files ?? {}, strategy);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(place, loaded);
    return loaded;
  };
  return {
    async step(session, request) {
      return runner.stepStored(await chartOf(session.setHash, session.strategy), request);
    },
  };
}

const registryKey = JSON.stringify(moduleRegistry);

/** A strategy among the files of a set, ready to be stepped. @throws DOCUMENT_UNKNOWN */
export function chartIn(set: Readonly<Record<string, string>>, strategy: string): ChartText {
  const files = chartFiles(set);
  const path = `${strategy}.scxml`;
  const text = fileIn(files, path);
  if (text === null) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'strategy', name: strategy });
  const key = contentHash([registryKey, path, text, JSON.stringify(files)].join('\n'));
  return { key, text, path, registry: moduleRegistry, files };
}
