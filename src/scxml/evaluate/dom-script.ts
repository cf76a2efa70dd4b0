/**
 * A small DOM in the script context: `(parseTree) => { parse, isNode }`. Documents are read-only, and as JSON they are
 * their text, so that they survive a step. What is here is that part of DOM Level 3 Core that reads.
 */
export const domScript = `(parseTree) => {
  'use strict';
  const { freeze, create, defineProperty } = Object;
  const { isArray } = Array;
  const nodes = new WeakSet();
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  const escaped = (text) => text.replace(/[&<>"]/g, (one) => entities[one]);
  const list = (items) => {
    const found = [...items];
    defineProperty(found, 'item', { value: (at) => found[at] ?? null });
    return freeze(found);
  };

  class Node {
    #parent;
    #children = [];
    constructor(nodeType, nodeName, parent) {
      this.nodeType = nodeType;
      this.nodeName = nodeName;
      this.#parent = parent;
      nodes.add(this);
    }
    static adopt(node, children) { node.#children = list(children); }
    get parentNode() { return this.#parent; }
    get childNodes() { return this.#children; }
    get firstChild() { return this.#children[0] ?? null; }
    get lastChild() { return this.#children[this.#children.length - 1] ?? null; }
    get nextSibling() { return this.#beside(1); }
    get previousSibling() { return this.#beside(-1); }
    get ownerDocument() { return this.nodeType === 9 ? null : this.#parent.ownerDocument ?? this.#parent; }
    get nodeValue() { return null; }
    get textContent() { return this.#children.map((child) => child.textContent).join(''); }
    get children() { return list(this.#children.filter((child) => child.nodeType === 1)); }
    hasChildNodes() { return this.#children.length > 0; }
    getElementsByTagName(name) {
      const found = [];
      const visit = (node) => {
        for (const child of node.children) {
          if (name === '*' || child.nodeName === name) found.push(child);
          visit(child);
        }
      };
      visit(this);
      return list(found);
    }
    #beside(step) {
      const all = this.#parent?.childNodes ?? [];
      return all[all.indexOf(this) + step] ?? null;
    }
  }

  class Text extends Node {
    #text;
    constructor(text, parent) {
      super(3, '#text', parent);
      this.#text = text;
      freeze(this);
    }
    get data() { return this.#text; }
    get nodeValue() { return this.#text; }
    get textContent() { return this.#text; }
    toString() { return escaped(this.#text); }
    toJSON() { return this.#text; }
  }

  class Element extends Node {
    #attributes;
    constructor([name, namespace, attributes, children], parent) {
      super(1, name, parent);
      this.#attributes = new Map(attributes);
      this.namespaceURI = namespace === '' ? null : namespace;
      Node.adopt(this, children.map((child) => nodeOf(child, this)));
      freeze(this);
    }
    get tagName() { return this.nodeName; }
    get localName() { return this.nodeName; }
    get attributes() { return list([...this.#attributes].map(([name, value]) => freeze({ name, value }))); }
    getAttribute(name) { return this.#attributes.get(name) ?? null; }
    hasAttribute(name) { return this.#attributes.has(name); }
    getAttributeNames() { return [...this.#attributes.keys()]; }
    toString(around = '') {
      const own = this.namespaceURI ?? '';
      const namespace = own === around ? '' : ' xmlns="' + escaped(own) + '"';
      const attributes = [...this.#attributes].map(([name, value]) => ' ' + name + '="' + escaped(value) + '"').join('');
      const inside = this.childNodes.map((child) => child.toString(own)).join('');
      const start = '<' + this.nodeName + namespace + attributes;
      return inside === '' ? start + '/>' : start + '>' + inside + '</' + this.nodeName + '>';
    }
    toJSON() { return this.toString(); }
  }

  class Document extends Node {
    constructor(tree) {
      super(9, '#document', null);
      Node.adopt(this, [new Element(tree, this)]);
      freeze(this);
    }
    get documentElement() { return this.firstChild; }
    toString() { return this.firstChild.toString(); }
    toJSON() { return this.toString(); }
  }

  const nodeOf = (part, parent) => (isArray(part) ? new Element(part, parent) : new Text(part, parent));
  for (const made of [Node, Text, Element, Document]) {
    freeze(made.prototype);
    freeze(made);
  }
  const parse = (text) => new Document(parseTree(text));
  // The halves of a factory's value are given as one function, which is all that crosses the fence.
  return freeze(Object.assign((text) => parse(text), { parse, isNode: (value) => nodes.has(value) && value.nodeType !== 3 }));
}`;
