import { didYouMean } from '../../core/did-you-mean.ts';
import { genesysReads } from '../ors/genesys-reads.ts';
import type { ModuleRegistry } from '../step.ts';

/** A name below `_genesys` that nothing here is behind, and where in the source it stands. */
export interface ForeignName {
  offset: number;
  message: string;
}

const COMMENT = /\/\*[^]*?\*\/|(?<![:'"])\/\/[^\n]*/g;
const NAME = /\b_genesys(?:\s*\.\s*[A-Za-z_$][\w$]*)+/g;

/** Names below `_genesys` in a piece of ECMAScript that nothing here is behind; each once. */
export function foreignNames(source: string, registry: ModuleRegistry): ForeignName[] {
  if (!source.includes('_genesys')) return [];
  const known = knownNames(registry);
  const found = new Map<string, ForeignName>();
  const code = source.replace(COMMENT, (comment) => ' '.repeat(comment.length));
  for (const { 0: written, index } of code.matchAll(NAME)) {
    const name = written.replace(/\s+/g, '');
    const isKnown = known.some((one) => `${name}.`.startsWith(`${one}.`) || one.startsWith(`${name}.`));
    if (isKnown || found.has(name)) continue;
    found.set(name, { offset: index, message: `there is no ${name} here${didYouMean(name, known)}` });
  }
  return [...found.values()];
}

function knownNames({ functions, constants }: ModuleRegistry): string[] {
  const inside = Object.entries(constants).flatMap(([path, value]) =>
    typeof value === 'object' && value !== null ? Object.keys(value).map((key) => `${path}.${key}`) : [path],
  );
  return [...genesysReads, ...Object.keys(functions), ...inside];
}
