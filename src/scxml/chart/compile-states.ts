import { elementsOf, isEmpty, type XmlElement } from '../xml/parse-xml.ts';
import type { DataItem, DoneData, StateNode, Transition } from './chart.ts';
import { checkStates, type Targeted } from './check-states.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';
import { compileBlock } from './compile-executable.ts';
import { compileInvoke } from './compile-invoke.ts';
import { compileContent, compileValue, writtenValue } from './compile-value.ts';

const nested = ['state', 'parallel', 'final', 'history'];

/** Compiles the states of a document: numbered in document order, then filled, then their targets are looked up. */
export class StateCompiler {
  readonly #context: CompileContext;
  readonly #states: StateNode[] = [];
  readonly #elements: XmlElement[] = [];
  readonly #byId = new Map<string, number>();
  /** Transitions whose targets are still names. */
  readonly #named: (Targeted & { names: string[] })[] = [];

  constructor(context: CompileContext) {
    this.#context = context;
  }

  compile(root: XmlElement): StateNode[] {
    this.#number(root, -1);
    for (const node of this.#states) this.#fill(node, this.#elementOf(node));
    for (const one of this.#named) this.#resolve(one);
    for (const node of this.#states) this.#enterFirst(node);
    checkStates(this.#context, { states: this.#states, elements: this.#elements, transitions: this.#named });
    return this.#states;
  }

  #elementOf({ index }: StateNode): XmlElement {
    const element = this.#elements[index];
    if (!element) throw new RangeError(`no state ${index}`);
    return element;
  }

  #number(element: XmlElement, parent: number): number {
    const index = this.#states.length;
    // No id of a document has a `#`.
    const id = index === 0 ? '' : (element.attributes.get('id') ?? `${element.name}#${index}`);
    if (this.#byId.has(id)) this.#context.report(element, 'id-duplicate', `there are two states "${id}"`);
    const node: StateNode = {
      index,
      id,
      kind: element.name as StateNode['kind'],
      parent,
      children: [],
      histories: [],
      deep: element.attributes.get('type') === 'deep',
      initial: null,
      transitions: [],
      onentry: [],
      onexit: [],
      invokes: [],
      data: [],
      doneData: null,
      line: element.line,
    };
    this.#states.push(node);
    this.#elements.push(element);
    this.#byId.set(id, index);
    for (const child of elementsOf(element)) {
      if (child.namespace !== SCXML_NAMESPACE || !nested.includes(child.name)) continue;
      (child.name === 'history' ? node.histories : node.children).push(this.#number(child, index));
    }
    return index;
  }

  #fill(node: StateNode, element: XmlElement): void {
    const initial = element.attributes.get('initial');
    if (initial !== undefined) node.initial = this.#transition(node.index, element, initial);
    for (const child of elementsOf(element))
      if (child.namespace === SCXML_NAMESPACE) this.#child(node, child);
  }

  /** What may stand where has been checked before. */
  #child(node: StateNode, child: XmlElement): void {
    const context = this.#context;
    switch (child.name) {
      case 'transition': {
        const transition = this.#transition(node.index, child, child.attributes.get('target') ?? '');
        if (node.kind === 'history') node.initial = transition;
        else node.transitions.push(transition);
        return;
      }
      case 'initial': {
        const inner = elementsOf(child).find((one) => one.name === 'transition');
        if (inner) node.initial = this.#transition(node.index, inner, inner.attributes.get('target') ?? '');
        else context.report(child, 'initial-missing', '<initial> needs a transition');
        return;
      }
      case 'onentry':
        node.onentry.push(compileBlock(context, child));
        return;
      case 'onexit':
        node.onexit.push(compileBlock(context, child));
        return;
      case 'datamodel':
        node.data.push(...elementsOf(child).map((data) => this.#data(data)));
        return;
      case 'donedata':
        node.doneData = this.#doneData(child);
        return;
      case 'invoke':
        node.invokes.push(compileInvoke(context, child));
    }
  }

  #transition(source: number, element: XmlElement, targets: string): Transition {
    const context = this.#context;
    const own = element.name === 'transition';
    const transition: Transition = {
      source,
      events: own ? words(element.attributes.get('event') ?? '').map(descriptor) : [],
      cond: own ? context.optionalCode(element, 'cond') : null,
      targets: [],
      internal: own && element.attributes.get('type') === 'internal',
      body: own ? compileBlock(context, element) : [],
      line: element.line,
    };
    this.#named.push({ transition, element, names: words(targets) });
    return transition;
  }

  #resolve({ transition, element, names }: Targeted & { names: string[] }): void {
    for (const name of names) {
      const index = this.#byId.get(name);
      if (index === undefined) this.#context.unknownState(element, name, this.#byId.keys());
      else transition.targets.push(index);
    }
  }

  /** SCXML §3.3: without an initial the first child in document order is it. */
  #enterFirst(node: StateNode): void {
    const { index, kind, children, line } = node;
    const [first] = children;
    if (node.initial || first === undefined || (kind !== 'state' && kind !== 'scxml')) return;
    node.initial = {
      source: index,
      events: [],
      cond: null,
      targets: [first],
      internal: false,
      body: [],
      line,
    };
  }

  #data(element: XmlElement): DataItem {
    const id = this.#context.required(element, 'id');
    const { line, attributes } = element;
    const address = attributes.get('src');
    if (address !== undefined)
      return { id, value: writtenValue(this.#context.source(element, address), line), line };
    const empty = !attributes.has('expr') && isEmpty(element);
    return { id, value: empty ? null : compileValue(this.#context, element), line };
  }

  #doneData(element: XmlElement): DoneData {
    const content = elementsOf(element).find((child) => child.name === 'content');
    return {
      params: this.#context.params(element),
      content: content ? compileContent(this.#context, content) : null,
    };
  }
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** SCXML §3.12.1: `error.*` and `error.` mean the same as `error`. */
function descriptor(text: string): string {
  return text === '*' ? text : text.replace(/\.\*?$/, '');
}
