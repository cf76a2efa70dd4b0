import { elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';
import type { Content, DataItem, DoneData, StateNode, Transition, Value } from './chart.ts';
import { SCXML_NAMESPACE, type CompileContext } from './compile-context.ts';
import { compileBlock, compileContent, optionalCode, valueOf, writtenValue } from './compile-executable.ts';

/** A state whose targets are still names. */
interface Draft {
  node: StateNode;
  element: XmlElement;
}

interface Pending {
  transition: Transition;
  targets: string[];
  element: XmlElement;
}

/** Compiles the states of a document: numbered in document order, then the targets are looked up. */
export class StateCompiler {
  readonly states: StateNode[] = [];
  readonly #context: CompileContext;
  readonly #byId = new Map<string, number>();
  readonly #pending: Pending[] = [];
  readonly #drafts: Draft[] = [];

  constructor(context: CompileContext) {
    this.#context = context;
  }

  compile(root: XmlElement): StateNode[] {
    this.#number(root, -1);
    for (const draft of this.#drafts) this.#fill(draft);
    for (const pending of this.#pending) this.#resolve(pending);
    for (const { node, element } of this.#drafts) this.#checkInitial(node, element);
    return this.states;
  }

  #number(element: XmlElement, parent: number): number {
    const index = this.states.length;
    const id = element.attributes.get('id') ?? (index === 0 ? '' : `__state${index}`);
    if (index > 0 && this.#byId.has(id)) this.#context.report(element, 'id-duplicate', `there are two states "${id}"`);
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
      data: [],
      doneData: null,
      line: element.line,
    };
    this.states.push(node);
    this.#byId.set(id, index);
    this.#drafts.push({ node, element });
    for (const child of elementsOf(element)) {
      if (child.namespace !== SCXML_NAMESPACE) continue;
      if (['state', 'parallel', 'final'].includes(child.name)) node.children.push(this.#number(child, index));
      else if (child.name === 'history') node.histories.push(this.#number(child, index));
    }
    return index;
  }

  #fill({ node, element }: Draft): void {
    const initial = element.attributes.get('initial');
    if (initial !== undefined) node.initial = this.#transition(node.index, element, initial);
    for (const child of elementsOf(element)) {
      if (child.namespace !== SCXML_NAMESPACE) {
        this.#context.report(child, 'element-foreign', `<${child.name}> is ignored here`, 'warning');
        continue;
      }
      this.#child(node, child);
    }
  }

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
        context.report(child, 'invoke', '<invoke> is not supported; use the module elements');
        return;
      case 'state':
      case 'parallel':
      case 'final':
      case 'history':
      case 'script':
        return;
      default:
        context.report(child, 'element-unknown', `<${child.name}> cannot stand in <${node.kind}>`);
    }
  }

  #transition(source: number, element: XmlElement, targets: string): Transition {
    const own = element.name === 'transition';
    const transition: Transition = {
      source,
      events: own ? (element.attributes.get('event') ?? '').split(/\s+/).filter(Boolean).map(descriptor) : [],
      cond: own ? optionalCode(this.#context, element, 'cond') : null,
      targets: [],
      internal: own && element.attributes.get('type') === 'internal',
      body: own ? compileBlock(this.#context, element) : [],
      line: element.line,
    };
    this.#pending.push({ transition, targets: targets.split(/\s+/).filter(Boolean), element });
    return transition;
  }

  #resolve({ transition, targets, element }: Pending): void {
    for (const name of targets) {
      const index = this.#byId.get(name);
      if (index === undefined || index === 0)
        this.#context.report(element, 'target-missing', `there is no state "${name}"`);
      else transition.targets.push(index);
    }
  }

  /** SCXML §3.3: without an initial the first child in document order is it. */
  #checkInitial(node: StateNode, element: XmlElement): void {
    const compound = (node.kind === 'state' || node.kind === 'scxml') && node.children.length > 0;
    const first = node.children[0];
    if (compound && !node.initial && first !== undefined)
      node.initial = { source: node.index, events: [], cond: null, targets: [first], internal: false, body: [], line: node.line };
    if (node.kind === 'history' && !node.initial)
      this.#context.report(element, 'history-default', `the history "${node.id}" needs a transition`);
    if (node.kind === 'scxml' && node.children.length === 0)
      this.#context.report(element, 'state-missing', 'the document has no state');
  }

  #data(element: XmlElement): DataItem {
    const id = this.#context.required(element, 'id');
    const address = element.attributes.get('src');
    const empty = element.attributes.get('expr') === undefined && textOf(element).trim() === '';
    let value: Value | Content | null = empty ? null : valueOf(this.#context, element);
    if (address !== undefined) {
      const text = this.#context.resolve(address);
      if (text === null) this.#context.report(element, 'source-missing', `the data "${address}" cannot be read`);
      value = writtenValue(text ?? '', element.line);
    }
    return { id, value, line: element.line };
  }

  #doneData(element: XmlElement): DoneData {
    const content = elementsOf(element).find((child) => child.name === 'content');
    return { params: this.#context.params(element), content: content ? compileContent(this.#context, content) : null };
  }
}

/** SCXML §3.12.1: `error.*` and `error.` mean the same as `error`. */
function descriptor(text: string): string {
  return text === '*' ? text : text.replace(/\.\*?$/, '');
}
