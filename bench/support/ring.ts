import type { ModuleRegistry } from '../../src/scxml/step.ts';

const STATES = 10;

/** Charts of ten states in a ring, gone round by the event `next`: with one condition and one assignment an event. */
export interface Ring {
  name: string;
  text: string;
}

export const noModules: ModuleRegistry = { modules: [], functions: {}, constants: {} };

/** `bytes` of data a session; `assign` is an expression of `n`. */
export function ring(name: string, bytes: number, assign = 'n + 1'): Ring {
  const customer = JSON.stringify({ name: 'Ann', tries: 1, notes: 'x'.repeat(bytes - 50) }).replaceAll(
    '"',
    "'",
  );
  const states = Array.from(
    { length: STATES },
    (_, index) => `<state id="s${index}">
    <transition event="next" cond="n + customer.tries &gt; 0 &amp;&amp; customer.name == 'Ann'" target="s${(index + 1) % STATES}">
      <assign location="n" expr="${assign}"/></transition></state>`,
  );
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" initial="s0">
  <datamodel><data id="n" expr="0"/><data id="customer" expr="${customer}"/></datamodel>
  ${states.join('\n  ')}
</scxml>`;
  return { name, text };
}
