import { timeMs } from './duration.ts';
import { elementsAround, type Frame } from './frame.ts';
import { childrenOf } from './xml/element.ts';

/** What holds when no page says otherwise (VoiceXML 2.1 §6.3). */
const defaults: Readonly<Record<string, string>> = {
  bargein: 'true',
  fetchaudiodelay: '2s',
  fetchaudiominimum: '5s',
  interdigittimeout: '3s',
  termchar: '#',
  termtimeout: '0s',
  timeout: '5s',
};

/** A property as the nearest of form item, dialog, document and root document sets it. */
export function property(frame: Frame, name: string): string | undefined {
  for (const element of elementsAround(frame)) {
    const found = childrenOf(element, 'property').findLast((one) => one.attributes.get('name') === name);
    if (found) return found.attributes.get('value');
  }
  return defaults[name];
}

/** A property that is a time, ms. @throws PageEvent `error.semantic` */
export function timeProperty(frame: Frame, name: string): number {
  return timeMs(property(frame, name) ?? '0s');
}
