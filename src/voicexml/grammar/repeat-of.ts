import { badFetch } from '../page-event.ts';
import { placeOf, type XmlElement } from '../xml/element.ts';

/**
 * How often an item may be repeated: `n`, `n-m` or `n-` (SRGS 1.0 §2.5).
 * @throws PageEvent `error.badfetch` with a position
 */
export function repeatOf(item: XmlElement): [least: number, most: number] {
  const text = item.attributes.get('repeat');
  if (text === undefined) return [1, 1];
  const match = /^\s*(\d{1,5})(?:(-)(\d{1,5})?)?\s*$/.exec(text);
  const least = Number(match?.[1]);
  const most = match?.[3] ? Number(match[3]) : match?.[2] ? Infinity : least;
  if (!match || most < least) throw badFetch(`${placeOf(item)} cannot be repeated "${text}" times`);
  return [least, most];
}
