/**
 * Part of the scope host: `documentOf(tree)` makes a read-only DOM of an XML tree inside the engine, the subset of
 * DOM Level 2 Core that VoiceXML 2.1 appendix D lists. Nodes are frozen; members are getters of their prototypes, so
 * that a node has no own properties that a page could change or JSON could follow in circles.
 */
export const documentSource = String.raw`
  const nodeTypes = { element: 1, attribute: 2, text: 3, cdata: 4, instruction: 7, comment: 8, document: 9 };
  const inner = new WeakMap();
  const of = (node) => inner.get(node);
  const refuse = () => { throw Object.assign(new Error('the document is read-only'), { name: 'DOMException', code: 7 }); };
  const getters = (target, members) => {
    for (const name of keys(members))
      defineProperty(target, name, { get() { return members[name](of(this), this); }, set: refuse });
  };
  const at = (list, index) => list[index] ?? null;

  function listOf(nodes) {
    const list = create(null);
    nodes.forEach((node, index) => defineProperty(list, index, { value: node, enumerable: true }));
    defineProperty(list, 'length', { value: nodes.length });
    defineProperty(list, 'item', { value: (index) => at(nodes, index) });
    return list;
  }
  function mapOf(nodes) {
    const map = listOf(nodes);
    defineProperty(map, 'getNamedItem', { value: (name) => nodes.find((one) => one.nodeName === String(name)) ?? null });
    defineProperty(map, 'getNamedItemNS', { value: (uri, name) =>
      nodes.find((one) => one.localName === String(name) && (one.namespaceURI ?? '') === (uri ?? '')) ?? null });
    return Object.freeze(map);
  }
  function* below(data) {
    for (const child of data.children ?? []) {
      yield child;
      yield* below(of(child));
    }
  }
  const elementsBelow = (data, wanted) =>
    Object.freeze(listOf([...below(data)].filter((node) => of(node).type === 'element' && wanted(of(node)))));
  const prefixOf = (name) => (name.includes(':') ? name.slice(0, name.indexOf(':')) : null);
  const nodeNames = { text: '#text', cdata: '#cdata-section', comment: '#comment', document: '#document' };

  const Node = create(null);
  getters(Node, {
    nodeType: (data) => nodeTypes[data.type],
    nodeName: (data) => nodeNames[data.type] ?? data.name,
    nodeValue: (data) => data.value ?? null,
    parentNode: (data) => data.parent ?? null,
    childNodes: (data) => (data.list ??= Object.freeze(listOf(data.children ?? []))),
    firstChild: (data) => at(data.children ?? [], 0),
    lastChild: (data) => at(data.children ?? [], (data.children ?? []).length - 1),
    previousSibling: (data) => (data.parent ? at(of(data.parent).children, data.index - 1) : null),
    nextSibling: (data) => (data.parent ? at(of(data.parent).children, data.index + 1) : null),
    ownerDocument: (data) => (data.type === 'document' ? null : data.document),
    attributes: (data) => (data.type === 'element' ? data.attributes : null),
    namespaceURI: (data) => data.uri || null,
    localName: (data) => data.local ?? null,
    prefix: (data) => (data.local === undefined ? null : prefixOf(data.name)),
  });
  Node.hasChildNodes = function () { return (of(this).children ?? []).length > 0; };
  Node.hasAttributes = function () { return (of(this).attributes ?? { length: 0 }).length > 0; };
  Node.isSupported = () => false;
  Node.toString = function () { return '[object ' + this.nodeName + ']'; };
  for (const name of ['insertBefore', 'replaceChild', 'removeChild', 'appendChild', 'cloneNode', 'normalize']) Node[name] = refuse;

  const CharacterData = create(Node);
  getters(CharacterData, { data: (data) => data.value, length: (data) => data.value.length });
  CharacterData.substringData = function (offset, count) { return of(this).value.substr(offset, count); };
  const Instruction = create(Node);
  getters(Instruction, { target: (data) => data.name, data: (data) => data.value });
  const Attribute = create(Node);
  getters(Attribute, {
    name: (data) => data.name, value: (data) => data.value, specified: () => true, ownerElement: (data) => data.owner,
  });
  const Parent = create(Node);
  Parent.getElementsByTagName = function (name) {
    return elementsBelow(of(this), (data) => name === '*' || data.name === String(name));
  };
  Parent.getElementsByTagNameNS = function (uri, name) {
    return elementsBelow(of(this), (data) =>
      (uri === '*' || data.uri === (uri ?? '')) && (name === '*' || data.local === String(name)));
  };
  const Element = create(Parent);
  getters(Element, { tagName: (data) => data.name });
  Element.getAttribute = function (name) { return of(this).attributes.getNamedItem(name)?.value ?? ''; };
  Element.getAttributeNS = function (uri, name) { return of(this).attributes.getNamedItemNS(uri, name)?.value ?? ''; };
  Element.getAttributeNode = function (name) { return of(this).attributes.getNamedItem(name); };
  Element.getAttributeNodeNS = function (uri, name) { return of(this).attributes.getNamedItemNS(uri, name); };
  Element.hasAttribute = function (name) { return of(this).attributes.getNamedItem(name) !== null; };
  Element.hasAttributeNS = function (uri, name) { return of(this).attributes.getNamedItemNS(uri, name) !== null; };
  const Document = create(Parent);
  getters(Document, {
    documentElement: (data) => data.children.find((one) => of(one).type === 'element') ?? null,
    doctype: () => null,
  });
  Document.getElementById = () => null; // without a DTD no attribute is an id
  const prototypes = {
    document: Document, element: Element, text: CharacterData, cdata: CharacterData, comment: CharacterData,
    instruction: Instruction, attribute: Attribute,
  };
  for (const one of [Node, CharacterData, Instruction, Attribute, Parent, Element, Document]) Object.freeze(one);

  function nodeOf(tree, document) {
    const node = create(prototypes[tree.type]);
    const data = { ...tree, document: document ?? node };
    inner.set(node, data);
    if (tree.type === 'element')
      data.attributes = mapOf(tree.attributes.map(([name, uri, local, value]) =>
        nodeOf({ type: 'attribute', name, uri, local, value, owner: node }, data.document)));
    if (tree.children)
      data.children = tree.children.map((child, index) => {
        const made = nodeOf(child, data.document);
        Object.assign(of(made), { parent: node, index });
        return made;
      });
    return Object.freeze(node);
  }
  const documentOf = (tree) => nodeOf(tree);`;
