import fc from 'fast-check';

import { w3c } from './chart-session.ts';

interface Shape {
  kind: 'state' | 'parallel';
  children: Shape[];
  history: boolean;
  transitions: { event: string; to: number; internal: boolean; cond: string | null }[];
}

export const chartEvents = ['a', 'b', 'c', 'd'] as const;

const conditions = ['n % 2 == 0', 'n &lt; 3', "In('s2')", 'Math.max(n, 1) == n', '_event.data &gt; 1'];
const transition = fc.record({
  event: fc.constantFrom(...chartEvents, 'done.state', '*'),
  to: fc.nat(1000),
  internal: fc.boolean(),
  cond: fc.option(fc.constantFrom(...conditions), { freq: 2 }),
});

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    kind: fc.constantFrom('state' as const, 'state' as const, 'parallel' as const),
    children: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constant<Shape[]>([]),
      fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
    ),
    history: fc.boolean(),
    transitions: fc.array(transition, { maxLength: 3 }),
  }),
}));

/** Documents of compound and parallel states, histories, conditions and assignments; each goes on from `chartEvents`. */
export const randomChart: fc.Arbitrary<string> = fc
  .array(shape, { minLength: 2, maxLength: 4 })
  .map((shapes) => new Writer(shapes).document);

/** Events with their data, in the order in which they come. */
export const randomEvents = fc.array(fc.tuple(fc.constantFrom(...chartEvents), fc.nat(3)), { maxLength: 12 });

class Writer {
  readonly #shapes: Shape[];
  readonly #ids = new Map<Shape, string>();
  readonly #targets: string[] = [];

  constructor(shapes: Shape[]) {
    this.#shapes = shapes;
    for (const one of shapes) this.#number(one);
  }

  get document(): string {
    const states = this.#shapes.map((one) => this.#write(one, [])).join('');
    return w3c(`<datamodel><data id="n" expr="0"/></datamodel>${states}`);
  }

  #number(one: Shape): void {
    const id = `s${this.#ids.size}`;
    this.#ids.set(one, id);
    this.#targets.push(id);
    if (one.history && one.children.length > 0) this.#targets.push(`h${id}`);
    for (const child of one.children) this.#number(child);
  }

  #write(one: Shape, above: Shape[]): string {
    const { kind, children, transitions } = one;
    const id = this.#idOf(one);
    const around = [...above, one];
    const name = children.length === 0 ? 'state' : kind;
    const written = transitions.map(({ event, to, internal, cond }) => {
      const when = cond === null ? '' : ` cond="${cond}"`;
      const type = internal ? ' type="internal"' : '';
      return `<transition event="${event}"${when}${type} target="${this.#target(around, to)}"><assign location="n" expr="n + 1"/></transition>`;
    });
    const history = one.history && children.length > 0 ? this.#history(id, children) : '';
    const inside = written.join('') + children.map((child) => this.#write(child, around)).join('');
    // Last: SCION takes a history that comes first for the default initial state, which only states are (SCXML §3.3).
    return `<${name} id="${id}">${inside}${history}</${name}>`;
  }

  /** Where a transition of the innermost of these states leads, unless SCION departs from SCXML there. */
  #target(around: Shape[], to: number): string {
    const target = this.#targets[to % this.#targets.length] ?? '';
    const [outermost] = around;
    // SCION leaves only what is in a parallel when a transition goes from one of its regions to another, and not the
    // parallel itself (SCXML D, findLCCA: compound states only).
    const common = around.slice(0, -1).findLast((state) => this.#isInside(target, state));
    // From inside of it SCION enters the default of a history, not what is remembered on leaving (D, enterStates).
    const departs = common?.kind === 'parallel' || around.some((state) => target === `h${this.#idOf(state)}`);
    return departs && outermost ? this.#idOf(outermost) : target;
  }

  #isInside(target: string, state: Shape): boolean {
    if (target === `h${this.#idOf(state)}`) return true;
    return state.children.some((child) => target === this.#idOf(child) || this.#isInside(target, child));
  }

  #idOf(shape: Shape): string {
    return this.#ids.get(shape) ?? '';
  }

  #history(id: string, [first]: Shape[]): string {
    const target = (first && this.#ids.get(first)) ?? id;
    return `<history id="h${id}" type="deep"><transition target="${target}"/></history>`;
  }
}
