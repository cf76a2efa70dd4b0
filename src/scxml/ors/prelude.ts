import type { Chart } from '../chart/chart.ts';
import { builtInExtensions } from './built-in-extensions.ts';
import { sourceScript } from './source-script.ts';

/** A function that gives a script context what it has in the ORS dialect; its built-ins are frozen after it. */
export function orsPrelude({ scripts }: Chart): string {
  const extensions = scripts.flatMap(({ source }) => builtInExtensions(source));
  // One that fails is not there, as in a script that met it.
  const statements = extensions.map((one) => `try {\n${one}\n} catch {}`);
  return `() => {\n${[sourceScript, ...statements].join(';\n')};\n}`;
}
