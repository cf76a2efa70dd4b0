import { picture } from '../drawing/svg.ts';
import { fileIn } from '../scxml/file-address.ts';
import type { Store } from '../store/store.ts';
import { chartFiles } from './chart-files.ts';
import { drawnStrategy } from './drawn-strategy.ts';

const MOST_KEPT = 50;

/**
 * Pictures of the strategies that sessions run: SVG to be put into a page, whose groups name their state in
 * `data-state`. Drawn once for each set; null when there is none.
 */
export function chartPictures(store: Store): (setHash: string, strategy: string) => Promise<string | null> {
  const kept = new Map<string, string | null>();
  return async (setHash, strategy) => {
    const key = `${setHash}/${strategy}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const files = chartFiles((await store.sets.get(setHash))?.files ?? {});
    const path = `${strategy}.scxml`;
    const resolve = (address: string): string | null => fileIn(files, address);
    const { diagram } = drawnStrategy(path, resolve(path) ?? '', resolve);
    const drawn = diagram ? picture(diagram) : null;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, drawn);
    return drawn;
  };
}
